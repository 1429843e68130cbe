import { errorText } from '../../shared/error-text.ts'
import { numberInWords } from '../../shared/numbers-in-words.ts'
import { type ReencryptionOverview, reencryptionPhases } from '../../shared/reencryption.ts'
import { errorDataJson } from './error-data-json.ts'
import type { Zod } from './verb.ts'
import type { VerbContext } from './verb-context.ts'

const REDRAWN_EVERY_MS = 250

/**
 * Waits, with progress, for the re-encryption that runs in this process. Ctrl+C ends the waiting; the page under way
 * is finished when the system is closed, and the rest is done at the next start.
 *
 * @returns how it stands then, `null` if credentials never had to be re-encrypted.
 */
export async function followReencryption(context: VerbContext): Promise<ReencryptionOverview | null> {
  const { progress, signal } = context
  const { reencryption } = await context.system()
  const first = await reencryption.describe()
  if (first === null || first.total === 0 || first.phase !== 'running') return first
  progress.step(`Re-encrypting ${numberInWords(first.total)} credentials…`)
  const show = async (): Promise<ReencryptionOverview | null> => {
    const now = await reencryption.describe()
    if (now !== null) progress.count(now.done + now.damaged, now.total)
    return now
  }
  // What cannot be read for the bar is reported by the last look.
  const redraw = setInterval(() => void show().catch(() => undefined), REDRAWN_EVERY_MS)
  try {
    await Promise.race([reencryption.whenIdle(), whenAborted(signal)])
    return await show()
  } finally {
    clearInterval(redraw)
    progress.end()
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}

const phases: Readonly<Record<ReencryptionOverview['phase'], string>> = {
  elsewhere: 'running, in another process',
  unattended:
    'not done; this program does not run it. What is left is done when the console or a command is next started on the master secret server',
  running: 'running; what is left is done when the console or a command is next started',
  waiting: 'failed; it is tried again when the console or a command is next started',
  paused: 'paused; ssoconfig -reencrypt resume goes on',
  cancelled: 'cancelled; what is left stays readable with the previous master secret',
  done: 'done',
}

/** How a re-encryption stands, in pairs of label and value. */
export function reencryptionRows(overview: ReencryptionOverview): (readonly [string, string])[] {
  const { damaged, done, failure, phase, total } = overview
  const count = (rows: number): string => numberInWords(rows)
  return [
    ['Re-encryption', phases[phase]],
    ['Re-encrypted', `${count(done)} of ${count(total)} credentials`],
    ...(damaged > 0
      ? [['Left as they are', `${count(damaged)}, which do not open (event 10547)`] as const]
      : []),
    ...(failure === null ? [] : [['Failure', errorText(failure).message] as const]),
  ]
}

/** The shape of {@link ReencryptionOverview} in `--json`. */
export function reencryptionJson(zod: Zod) {
  return zod.strictObject({
    phase: zod.enum(reencryptionPhases),
    msid: zod.string(),
    total: zod.number(),
    done: zod.number(),
    damaged: zod.number(),
    rowsPerSecond: zod.number().nullable(),
    secondsLeft: zod.number().nullable(),
    startedAt: zod.string(),
    finishedAt: zod.string().nullable(),
    failure: errorDataJson(zod).nullable(),
  })
}
