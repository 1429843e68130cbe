import { z } from 'zod'
import { countInWords, numberInWords } from '../../../../shared/numbers-in-words.ts'
import { EventOutbox } from '../../events/event-outbox.ts'
import { amber, type Check, type Finding, green, red } from '../health-check.ts'

/** So many are followed at once; more take the administrator's asking. */
const QUICK_UP_TO = 1_000

/** The events are those that were recorded. */
export const logChainCheck: Check = {
  id: 'log-chain',
  title: 'Event log',
  fixWhenThrown: 'verify-log',
  async find({ directory, survey, verifyLog }) {
    const waiting = (await new EventOutbox(directory.events).names()).length
    if (waiting > 0) return waits(waiting)
    const { events, logVerified } = await survey()
    if (events > QUICK_UP_TO) return logVerified === null ? neverVerified(events) : lastVerified(logVerified)
    const { checked, firstBroken } = await verifyLog()
    return firstBroken === null
      ? green(`All ${numberInWords(checked)} events are as they were recorded.`)
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
  return amber(`It was never verified; it has ${numberInWords(events)} events.`, 'verify-log')
}

function lastVerified({ at, data }: { readonly at: string; readonly data: string }): Finding {
  const { brokenAt, checked, reason } = verification.parse(JSON.parse(data))
  return brokenAt === null
    ? green(`On ${at.slice(0, 10)} all ${numberInWords(checked)} events were as they were recorded.`)
    : broken(brokenAt, reason ?? 'it was changed')
}

function broken(id: number, reason: string): Finding {
  return red(`It is not as it was recorded: at event ${numberInWords(id)}, ${reason}.`, 'verify-log')
}
