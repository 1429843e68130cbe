import { countInWords } from '../../../../shared/numbers-in-words.ts'
import { amber, type Check, dayAfter, daysBetween, green, ofSecret } from './health-check.ts'

/** Days after which a master secret is to be followed by another. */
const POLICY_DAYS = 365

/** How old the secret is, against the policy. */
export const secretAgeCheck: Check = {
  id: 'secret-age',
  title: 'Age of the master secret',
  fixWhenThrown: null,
  find: ({ now, ...rest }) =>
    ofSecret({ now, ...rest }, async ({ current: { createdAt } }) => {
      const days = daysBetween(createdAt, now)
      const due = dayAfter(createdAt, POLICY_DAYS)
      return days >= POLICY_DAYS
        ? amber(`It is ${countInWords(days, 'day')} old; a new one was due on ${due}.`, 'generate-secret')
        : green(`It is ${countInWords(days, 'day')} old; a new one is due on ${due}.`)
    }),
}
