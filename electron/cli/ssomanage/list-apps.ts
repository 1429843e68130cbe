import { defineListVerb } from '../verb/verb.ts'
import { enabledMark } from '../verb-parts/answers.ts'
import { headJson } from './application-json.ts'

export const listApplications = defineListVerb({
  name: 'listApps',
  summary: 'list affiliate applications',
  description: [
    'Lists the affiliate applications by name: (E) enabled, (D) disabled. Whoever administers the system sees all of them, everybody else those in which they are something. Configuration stores are listed with all only.',
  ],
  arguments: [{ name: 'all', what: 'list configuration stores, too', optional: true, choices: ['all'] }],
  examples: ['-listApps', '-listApps all', '-listApps --json'],
  json: (zod) =>
    zod.strictObject({
      ...headJson(zod),
      role: zod.enum(['application-administrator', 'application-user']),
    }),
  async *run(context, { all }) {
    const { applications } = await context.system()
    const listed = await applications.list()
    const shown = listed.filter(({ type }) => all !== undefined || type !== 'config-store')
    if (shown.length === 0) context.note('There is no affiliate application to list.')
    yield* shown
  },
  print: ({ description, enabled, name }) => [
    `${enabledMark(enabled)} ${name}${description === '' ? '' : `: ${description}`}`,
  ],
})
