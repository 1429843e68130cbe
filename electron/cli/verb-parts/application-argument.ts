import type { VerbArgument } from '../grammar/verb-data.ts'

/** Names an application. */
export const applicationArgument = {
  name: 'application',
  what: 'the name of the affiliate application, in any case',
} as const satisfies VerbArgument
