import { z } from 'zod'
import { countInWords, numberInWords } from '../../../../shared/numbers-in-words.ts'
import type { DatabaseSurvey } from '../../database/database-survey.ts'
import { EventOutbox } from '../../events/event-outbox.ts'
import { amber, type Check, type Finding, green, type HealthContext, red } from './health-check.ts'

/** So many are followed at once; more take the administrator's asking. */
const QUICK_UP_TO = 1_000

/** So many that were recorded since the last verification are followed, too: half a second's work. */
const QUICK_SINCE = 50_000

/** The events are those that were recorded. */
export const logChainCheck: Check = {
  id: 'log-chain',
  title: 'Event log',
  fixWhenThrown: 'verify-log',
  async find(context) {
    const waiting = (await new EventOutbox(context.directory.events).names()).length
    if (waiting > 0) return waits(waiting)
    const { events, logVerified } = await context.survey()
    if (events > QUICK_UP_TO)
      return logVerified === null ? neverVerified(events) : lastVerified(context, logVerified)
    const { checked, firstBroken } = await context.verifyLog()
    return firstBroken === null
      ? green(`All ${countInWords(checked, 'event')} are as they were recorded.`)
      : broken(firstBroken.id, firstBroken.reason)
  },
}

function waits(count: number): Finding {
  return amber(
    `${countInWords(count, 'event')} not in the database yet, which could not be written to at the time: kept beside it, and put in as soon as that can be done.`,
    null,
  )
}

const verification = z.object({
  checked: z.number(),
  brokenAt: z.number().nullable(),
  reason: z.string().nullable(),
})

function neverVerified(events: number): Finding {
  return amber(`It was never verified; it has ${countInWords(events, 'event')}.`, 'verify-log')
}

/** What was verified then, and what has been recorded since. */
async function lastVerified(
  { verifyLog }: HealthContext,
  { at, data, id, since }: NonNullable<DatabaseSurvey['logVerified']>,
): Promise<Finding> {
  const { brokenAt, checked, reason } = verification.parse(JSON.parse(data))
  if (brokenAt !== null) return broken(brokenAt, reason ?? 'it was changed')
  const then = `On ${at.slice(0, 10)} all ${countInWords(checked, 'event')} were as they were recorded`
  if (since > QUICK_SINCE)
    return amber(
      `${then}. Of the ${numberInWords(since)} that were recorded since, none was verified.`,
      'verify-log',
    )
  const { firstBroken } = await verifyLog(id)
  if (firstBroken !== null) return broken(firstBroken.id, firstBroken.reason)
  return green(since === 0 ? `${then}.` : `${then}, and so are the ${numberInWords(since)} recorded since.`)
}

function broken(id: number, reason: string): Finding {
  return red(`It is not as it was recorded: at event ${numberInWords(id)}, ${reason}.`, 'verify-log')
}
