import { createContext, useContext } from 'react'
import type { SsoApi } from '../../shared/ipc/client.ts'
import type { StrengthWorker } from './strength.ts'

/** What the console is given by the window it runs in; tests give doubles. */
export interface Host {
  readonly sso: SsoApi
  readonly startStrengthWorker: () => StrengthWorker
  readonly copyText: (text: string) => Promise<void>
}

export const HostContext = createContext<Host | null>(null)

/** @throws when no {@link HostContext} is above the component: a bug. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (host === null) throw new Error('HostContext is missing')
  return host
}
