import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { SsoApi } from '../shared/ipc/client.ts'
import { startStrengthWorker } from './backup/strength-estimator.ts'
import { Console } from './console/console.tsx'
import { CrashReporter } from './crash/crash-reporter.tsx'
import { HostContext } from './host/host.ts'
import { Themed } from './theme/themed.tsx'

declare global {
  interface Window {
    readonly sso: SsoApi
  }
}

const host = {
  sso: window.sso,
  startStrengthWorker,
  copyText: (text: string) => navigator.clipboard.writeText(text),
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root element')
const console = createRoot(root)
// In one go: in slices, the first paint waits for as many empty frames.
flushSync(() =>
  console.render(
    <Themed>
      <HostContext value={host}>
        <CrashReporter>
          <Console />
        </CrashReporter>
      </HostContext>
    </Themed>,
  ),
)
