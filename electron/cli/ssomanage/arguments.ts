import type { VerbArgument } from '../grammar/verb-data.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'

/** Names a mapping in an application. */
export const mappingArguments = [
  {
    name: 'account',
    what: 'the Windows account, domain\\user; in a Host Group application the external user',
  },
  applicationArgument,
] as const satisfies readonly VerbArgument[]

/** The file of an export. */
export const exportFileArgument = {
  name: 'file',
  what: 'the XML file to write; without it, or with -, standard output',
  optional: true,
  offers: 'file',
} as const satisfies VerbArgument
