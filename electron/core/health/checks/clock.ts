import { readLastInstants } from '../../events/event.repository.ts'
import { readSecretInstants } from '../../records/secret.repository.ts'
import { type Check, green, type HealthContext, red } from './health-check.ts'

/** Clocks of several servers differ by as much. */
const TOLERANCE_MS = 5 * 60 * 1000
const LAST_EVENTS = 1000
const PRODUCT_BEGAN = '2024-01-01T00:00:00.000Z'
/** Later dates are in no file and no row: see {@link instantOf}. */
const LAST = '9999-12-31T23:59:59.999Z'

/** The clock says what can be, and is not behind what has happened already. */
export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  fixWhenThrown: null,
  async find(context) {
    const { now } = context
    const says = `This computer's clock says ${now.toISOString()}`
    if (now.getTime() < Date.parse(PRODUCT_BEGAN) || now.getTime() > Date.parse(LAST))
      return red(`${says}, which is impossible. Correct it.`, null)
    const latest = await latestRecorded(context)
    return latest !== null && Date.parse(latest) > now.getTime() + TOLERANCE_MS
      ? red(`${says}, but something was recorded at ${latest} already. Correct it.`, null)
      : green('Nothing was recorded later than this computer says it is now.')
  },
}

async function latestRecorded({ tables }: HealthContext): Promise<string | null> {
  const instants = [...(await readLastInstants(tables, LAST_EVENTS)), ...(await readSecretInstants(tables))]
  return instants.reduce<string | null>((latest, at) => (latest === null || at > latest ? at : latest), null)
}
