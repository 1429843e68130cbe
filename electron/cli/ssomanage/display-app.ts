import { numberInWords } from '../../../shared/numbers-in-words.ts'
import type { ApplicationFlag, DescribedApplication } from '../../core/records/application.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { yesNo } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { applicationTypes } from '../verb-parts/application-types.ts'
import { applicationJson, flagWords } from './application-json.ts'
import { showAccounts } from './role-accounts.ts'

export const displayApplication = defineVerb({
  name: 'displayApp',
  summary: 'show the properties of an affiliate application',
  description: [
    'Shows the properties, fields and accounts of an affiliate application, and how many mappings it has. You must be an administrator or a user of it.',
  ],
  arguments: [applicationArgument],
  examples: ['-displayApp Payroll', '-displayApp Payroll --json'],
  json: (zod) => applicationJson(zod),
  async run({ system }, { application }) {
    const { applications } = await system()
    return applications.describe(application)
  },
  print: (application) => labelled(rows(application)).map((line) => line.trimEnd()),
})

function rows(application: DescribedApplication): (readonly [string, string])[] {
  const { administrators, fields, flags, mappings, ticketTimeout, users } = application
  const words = Object.entries(flagWords) as [ApplicationFlag, string][]
  return [
    ['Application', application.name],
    ['Type', applicationTypes[application.type]],
    ['Description', application.description],
    ['Contact', application.contact],
    ['Status', application.enabled ? 'Enabled' : 'Disabled'],
    ['Created', application.createdAt],
    ['Application Administrators', showAccounts(administrators)],
    ['Application Users', showAccounts(users)],
    ...fields.map(({ label, masked, synchronized }, ordinal) => {
      const marks = [...(masked ? ['masked'] : []), ...(synchronized ? ['synchronized'] : [])]
      return [`Field ${ordinal}`, `${label}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`] as const
    }),
    ...words.map(([flag, word]) => [word, yesNo(flags[flag])] as const),
    ['Ticket timeout (in minutes)', ticketTimeout === null ? "the system's" : numberInWords(ticketTimeout)],
    ['Mappings', numberInWords(mappings)],
  ]
}
