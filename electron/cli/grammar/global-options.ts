import type { VerbDescription, VerbOption } from './verb-data.ts'

/** What every verb takes. */
export interface GlobalOptions {
  readonly dataDir: string | undefined
  readonly json: boolean
  readonly yes: boolean
  readonly force: boolean
  readonly quiet: boolean
  readonly dryRun: boolean
}

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof shells)[number]

/** Those that go with a verb. */
export const verbOptions: readonly VerbOption[] = [
  { name: 'json', what: 'print the result, or the error, as JSON on standard output' },
  {
    name: 'data-dir',
    value: 'folder',
    offers: 'file',
    what: 'the data directory (default: SSO_DATA_DIR, else the user data folder)',
  },
  { name: 'yes', what: 'answer yes to every question' },
  { name: 'force', what: 'go on where the verb would refuse for safety; see the verb' },
  { name: 'quiet', what: 'no messages and no progress; errors are still shown' },
]

export const dryRunOption: VerbOption = {
  name: 'dry-run',
  what: 'say what would be done, and do nothing',
}

/** Those that stand alone. */
export const programOptions: readonly VerbOption[] = [
  { name: 'help', what: 'show help, of a verb if one is named' },
  { name: 'version', what: 'show the version' },
  { name: 'completion', value: 'shell', what: `print a completion script: ${shells.join(', ')}` },
]

/** All options that go with `verb`. */
export function optionsOf(verb: Pick<VerbDescription, 'dryRun' | 'options'>): readonly VerbOption[] {
  return [...verb.options, ...(verb.dryRun ? [dryRunOption] : []), ...verbOptions]
}
