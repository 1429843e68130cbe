import type { SystemOverview } from '../../shared/system-overview.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { Handlers } from './registrar.ts'

interface SystemHandlerOptions {
  readonly system: () => Promise<SsoSystem>
  /** Told what the console is about to show, so that the native menu agrees with it. */
  readonly onDescribed: (overview: SystemOverview) => void
}

export function systemHandlers({
  onDescribed,
  system,
}: SystemHandlerOptions): Pick<Handlers, 'system.describe'> {
  return {
    'system.describe': async () => {
      const overview = await (await system()).system.describe()
      onDescribed(overview)
      return overview
    },
  }
}
