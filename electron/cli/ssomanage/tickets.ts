import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED, yesNo } from '../verb-parts/answers.ts'

const switches = ['yes', 'no', 'on', 'off'] as const

export const tickets = defineVerb({
  name: 'tickets',
  summary: 'allow tickets, and say whether they are validated',
  description: [
    'Says for the whole SSO system whether tickets are allowed, and whether every application must validate them: that is, check that the sender of a ticket is the one it was issued for. An application allows tickets, too, before they are taken there.',
    'You must be an SSO Administrator.',
  ],
  arguments: [
    { name: 'allowed', what: 'whether tickets are allowed', choices: switches },
    { name: 'validate', what: 'whether tickets must be validated', choices: switches },
  ],
  examples: ['-tickets yes yes', '-tickets off on'],
  json: (zod) => zod.strictObject({ ticketsAllowed: zod.boolean(), validateTickets: zod.boolean() }),
  async run({ system }, { allowed, validate }) {
    const { globalInfo } = await system()
    const { ticketsAllowed, validateTickets } = await globalInfo.update({
      ticketsAllowed: isOn(allowed),
      validateTickets: isOn(validate),
    })
    return { ticketsAllowed, validateTickets }
  },
  print: ({ ticketsAllowed, validateTickets }) => [
    ...labelled([
      ['Tickets allowed', yesNo(ticketsAllowed)],
      ['Validate tickets', yesNo(validateTickets)],
    ]),
    COMPLETED,
  ],
})

function isOn(word: string): boolean {
  return word === 'yes' || word === 'on'
}
