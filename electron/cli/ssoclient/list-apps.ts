import { defineListVerb } from '../verb/verb.ts'
import { enabledMark } from '../verb-parts/answers.ts'

export const listApplications = defineListVerb({
  name: 'listApps',
  summary: 'list the affiliate applications that you may use',
  description: [
    'Lists the affiliate applications in which you are an Application User or an administrator, by name: (E) enabled, (D) disabled.',
  ],
  examples: ['-listApps', '-listApps --json'],
  json: (zod) =>
    zod.strictObject({
      name: zod.string(),
      type: zod.enum(['individual', 'group', 'host-group', 'config-store']),
      description: zod.string(),
      enabled: zod.boolean(),
      role: zod.enum(['application-administrator', 'application-user']),
    }),
  async *run(context) {
    const { applications } = await context.system()
    const listed = await applications.list()
    if (listed.length === 0) context.note('There is no application that you may use.')
    for (const { description, enabled, name, role, type } of listed) {
      yield { name, type, description, enabled, role }
    }
  },
  print: ({ description, enabled, name }) => [
    `${enabledMark(enabled)} ${name}${description === '' ? '' : `: ${description}`}`,
  ],
})
