import { labelled } from '../terminal/text-layout.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { defineVerb } from '../verb/verb.ts'

export const auditLevel = defineVerb({
  name: 'auditLevel',
  summary: 'show or set how much this server records',
  description: [
    'Sets how much of what succeeds (positive) and of what fails (negative) this server records as events: 0 is nothing, 1 to 3 are all of it. Operations on the master secret are always recorded. Without levels, shows them.',
    'The two digits may be written together, as the documentation of the original prints them. You must be an SSO Administrator.',
  ],
  arguments: [
    { name: 'positive', what: 'level for what succeeds: 0 to 3', optional: true },
    { name: 'negative', what: 'level for what fails: 0 to 3', optional: true },
  ],
  examples: ['-auditLevel', '-auditLevel 1 3', '-auditLevel 13'],
  json: (zod) => zod.strictObject({ positive: zod.number(), negative: zod.number() }),
  async run(context, { negative, positive }) {
    const wanted = positive === undefined ? null : readLevels(`${positive} ${negative ?? ''}`)
    const { globalInfo } = await context.system()
    if (wanted !== null) await globalInfo.setAuditLevels(wanted)
    return globalInfo.auditLevels()
  },
  print: ({ negative, positive }) =>
    labelled([
      ['Positive audit level', String(positive)],
      ['Negative audit level', String(negative)],
    ]),
})

function readLevels(words: string): { positive: number; negative: number } {
  const [, positive, negative] = /^\s*([0-3])\s*([0-3])\s*$/.exec(words) ?? []
  if (positive === undefined || negative === undefined) {
    throw new UsageError(
      'ssoconfig -auditLevel takes two digits, each from 0 to 3: <positive> for what succeeds, <negative> for what fails.',
    )
  }
  return { positive: Number(positive), negative: Number(negative) }
}
