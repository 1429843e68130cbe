import { defineListVerb } from '../verb/verb.ts'
import { enabledMark } from '../verb-parts/answers.ts'
import { callingAccount } from './own-mapping.ts'

export const listMappings = defineListVerb({
  name: 'listMappings',
  summary: 'list your own mappings',
  description: [
    'Lists who you are in which affiliate application: (E) enabled, (D) disabled. Mappings of groups that you are in are not yours, and not listed.',
  ],
  examples: ['-listMappings', '-listMappings --json'],
  json: (zod) =>
    zod.strictObject({
      application: zod.string(),
      windowsAccount: zod.string(),
      externalUser: zod.string(),
      enabled: zod.boolean(),
    }),
  async *run(context) {
    const { mappings } = await context.system()
    const listed = await mappings.list({ windowsAccount: await callingAccount(context) })
    if (listed.length === 0) context.note('You have no mappings.')
    for (const { application, enabled, externalUser, windowsAccount } of listed) {
      yield { application, windowsAccount, externalUser, enabled }
    }
  },
  print: ({ application, enabled, externalUser, windowsAccount }) => [
    `${enabledMark(enabled)} ${windowsAccount} : ${application} : ${externalUser}`,
  ],
})
