import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import type { DatabaseChanges } from '../core/database/sso-database.ts'
import type { ReencryptionService } from '../core/reencryption/reencryption.service.ts'
import type { ConsoleContext } from './console-context.ts'
import { PACE_MS } from './paced.ts'
import type { HandlersOf } from './registrar.ts'

export function reencryptionHandlers({ system }: Pick<ConsoleContext, 'system'>): HandlersOf<'reencryption'> {
  const after = (change: (reencryption: ReencryptionService) => Promise<void>) => async () => {
    const { reencryption } = await system()
    await change(reencryption)
    return reencryption.describe()
  }
  return {
    'reencryption.pause': after((reencryption) => reencryption.pause()),
    'reencryption.resume': after((reencryption) => reencryption.resume()),
    'reencryption.cancel': after((reencryption) => reencryption.cancel()),
  }
}

interface Followed {
  readonly reencryption: Pick<ReencryptionService, 'describe' | 'onChange'>
  readonly changes: Pick<DatabaseChanges, 'onEachChange'>
}

/**
 * Tells how a re-encryption gets on, one of another process too, at most every {@link PACE_MS}, and whether it
 * is in another phase than was told last, until its system is closed.
 */
export function followReencryption(
  { changes, reencryption }: Followed,
  tell: (overview: ReencryptionOverview, isAnotherPhase: boolean) => void,
): void {
  let scheduled = false
  let last = ''
  const look = async (): Promise<void> => {
    scheduled = false
    // A database that is busy at this instant is asked again at the next change.
    const overview = await reencryption.describe().catch(() => null)
    if (overview === null) return
    const { finishedAt, msid, phase } = overview
    const now = `${phase} ${msid} ${finishedAt}`
    tell(overview, now !== last)
    last = now
  }
  const lookSoon = (): void => {
    if (scheduled) return
    scheduled = true
    setTimeout(() => void look(), PACE_MS)
  }
  reencryption.onChange(lookSoon)
  // Another process may have begun one, and is seen to go on only where it is looked at before it ends.
  changes.onEachChange(lookSoon)
}
