import { setTimeout as delay } from 'node:timers/promises'
import { withRemedyAlone } from '../../../shared/error-text.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { DAMAGE_EVENTS_MAX } from '../../../shared/limits.ts'
import { numberInWords } from '../../../shared/numbers-in-words.ts'
import { type ReencryptionOverview, reencryptionPhases } from '../../../shared/reencryption.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import type { Zod } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { errorDataJson } from './error-data-json.ts'

const REDRAWN_EVERY_MS = 250
const WRITERS_LOOK_MS = 2_000
const WRITERS_PATIENCE_MS = 60_000

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
    return await outlastWriters(await show(), show, context)
  } finally {
    clearInterval(redraw)
    progress.end()
  }
}

/** Waits while nothing but another process that writes to the database keeps the re-encryption from going on. */
async function outlastWriters(
  first: ReencryptionOverview | null,
  show: () => Promise<ReencryptionOverview | null>,
  { progress, signal, system }: VerbContext,
): Promise<ReencryptionOverview | null> {
  const { reencryption } = await system()
  let now = first
  let giveUpAt = performance.now() + WRITERS_PATIENCE_MS
  while (isKeptByWriter(now) && !signal.aborted && performance.now() < giveUpAt) {
    progress.step(`Waiting. ${terminalText(now.failure).message}`)
    await Promise.race([delay(WRITERS_LOOK_MS), whenAborted(signal)])
    await Promise.race([reencryption.whenIdle(), whenAborted(signal)])
    const next = await show()
    if (next?.done !== now.done) giveUpAt = performance.now() + WRITERS_PATIENCE_MS
    now = next
  }
  return now
}

type KeptByWriter = ReencryptionOverview & { readonly failure: SsoErrorData }

function isKeptByWriter(overview: ReencryptionOverview | null): overview is KeptByWriter {
  return overview?.phase === 'waiting' && overview.failure?.code === 'DatabaseBusy'
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

function damageEvents(damaged: number): string {
  return damaged > DAMAGE_EVENTS_MAX
    ? `event 10547 for each of the first ${numberInWords(DAMAGE_EVENTS_MAX)}`
    : 'event 10547 for each'
}

/** How a re-encryption stands, in pairs of label and value. */
export function reencryptionRows(overview: ReencryptionOverview): (readonly [string, string])[] {
  const { damaged, done, failure, phase, total } = overview
  const count = (rows: number): string => numberInWords(rows)
  return [
    ['Re-encryption', phases[phase]],
    ['Re-encrypted', `${count(done)} of ${count(total)} credentials`],
    ...(damaged > 0
      ? [['Left as they are', `${count(damaged)}, which do not open (${damageEvents(damaged)})`] as const]
      : []),
    ...(failure === null ? [] : [['Failure', withRemedyAlone(terminalText(failure))] as const]),
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
