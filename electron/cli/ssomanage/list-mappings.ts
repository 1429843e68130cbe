import type { MappingFilter } from '../../core/records/mapping.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { defineListVerb } from '../verb/verb.ts'
import { enabledMark } from '../verb-parts/answers.ts'

export const listMappings = defineListVerb({
  name: 'listMappings',
  summary: 'list the mappings of an account, of an application, or of an account in an application',
  description: [
    'Lists mappings, one per line: (E)nabled or (D)isabled, Windows account, application, external user. Administrators of an application see all of its mappings. Its users see their own.',
    'A single argument with a backslash is an account; without one, an application. For an account without a domain, use --account.',
  ],
  arguments: [
    { name: 'accountOrApplication', what: 'a Windows account, domain\\user, or an application' },
    { name: 'application', what: 'after an account: the application', optional: true },
  ],
  options: [{ name: 'account', what: 'the single argument is an account although it has no backslash' }],
  examples: [
    '-listMappings Payroll',
    "-listMappings 'CORP\\ursula'",
    "-listMappings 'CORP\\ursula' Payroll",
    '-listMappings root --account',
  ],
  interrupted: 'The list is not complete.',
  json: (zod) =>
    zod.strictObject({
      id: zod.number(),
      application: zod.string(),
      windowsAccount: zod.string(),
      externalUser: zod.string(),
      enabled: zod.boolean(),
      createdAt: zod.string(),
    }),
  async *run(context, given) {
    const filter = readFilter(given)
    const { mappings } = await context.system()
    let isEmpty = true
    for await (const page of mappings.pages(filter)) {
      for (const mapping of page) {
        if (context.signal.aborted) return
        isEmpty = false
        yield mapping
      }
    }
    if (isEmpty) context.note('There is no mapping to list.')
  },
  print: ({ application, enabled, externalUser, windowsAccount }) => [
    `${enabledMark(enabled)} ${windowsAccount} : ${application} : ${externalUser}`,
  ],
})

interface Given {
  readonly accountOrApplication: string
  readonly application: string | undefined
  readonly account: boolean
}

function readFilter({ account, accountOrApplication: word, application }: Given): MappingFilter {
  if (application !== undefined) {
    if (account) throw new UsageError('ssomanage -listMappings: --account goes with one word.')
    return { windowsAccount: word, application }
  }
  return account || word.includes('\\') ? { windowsAccount: word } : { application: word }
}
