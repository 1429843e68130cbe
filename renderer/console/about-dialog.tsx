import { version } from '../../package.json'
import { InfoDialog } from '../dialog/info-dialog.tsx'

/** Name, version, licence, and what the console runs on. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <InfoDialog title="About SSO Administration" onClose={onClose}>
      <p>SSO Administration, version {version}</p>
      <p>Licence: MIT</p>
      <p>{runtimeIn(navigator.userAgent)}</p>
    </InfoDialog>
  )
}

/** The runtimes that a user agent names and the product is built on, with versions; empty if it names none. */
export function runtimeIn(userAgent: string): string {
  return [...userAgent.matchAll(/\b(Electron|Chrome)\/([\d.]+)/g)]
    .map(([, name, release]) => `${name === 'Chrome' ? 'Chromium' : name} ${release}`)
    .join(', ')
}
