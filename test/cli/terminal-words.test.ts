import { describe, expect, it } from 'vitest'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import { inSentences, terminalText } from '../../electron/cli/terminal/terminal-remedies.ts'
import { type ErrorText, errorText } from '../../shared/error-text.ts'
import { type ErrorCode, type ErrorDetails, errorEventIds } from '../../shared/errors.ts'

/* What is said on the command line names what the command line has, what is said in the window what the window has. */

const codes = Object.keys(errorEventIds) as ErrorCode[]

const windowWords =
  /\b([Cc]hoos|[Cc]hose|[Cc]lick|[Cc]onfirm|agree once|[Ss]elect|Properties|properties|dialog|menu|button|both fields|System node|Add Server|Recover Key|(Restore|Backup|Generate) Secret|Save Recovery Key|generate a passphrase|the list of (applications|mappings)|or say that it)/
const terminalWords =
  /(^|[\s(])-{1,2}[a-zA-Z][\w-]+|\bsso(config|manage|client)\b|command line|terminal|stdin/

/** Where such words are right on a terminal. */
const onlyInWindow: Readonly<Partial<Record<ErrorCode, string>>> = {
  BackupFileNotChosen: 'a command that needs a file ends before without one',
  FileChoiceExpired: 'files are named, not chosen, on a command line',
}
/** Where such words are right in the window. */
const onlyOnTerminal: Readonly<Partial<Record<ErrorCode, string>>> = {
  DataDirectoryOfAnother: 'the console takes --data-dir, too, and has no other way to name a folder',
  DataDirectoryUnusable: 'the console takes --data-dir, too, and has no other way to name a folder',
  DatabaseLost: 'a database is made anew by the command only',
  NameServiceFailed: 'the name service is asked in a terminal',
  NoSsoSystem: 'a system is made by the command only; it is said where there is no window',
}
/** Facts that answer every name, empty or not: texts differ by that. */
function factsOf(value: (name: string) => string): ErrorDetails {
  return new Proxy({}, { get: (_facts, name) => value(String(name)) })
}

function textsOf(code: ErrorCode, words: (error: { code: ErrorCode; details: ErrorDetails }) => ErrorText) {
  return ['', 'EIO', 'ENOSPC', 'EROFS', 'it is a folder', 'locked'].map((reason) => {
    const details = factsOf((name) => (['copies', 'reason'].includes(name) ? reason : `‹${name}›`))
    const { message, remedy } = words({ code, details })
    return `${message} ${remedy}`
  })
}

describe('the words for an error', () => {
  it.each(codes.filter((code) => !(code in onlyInWindow)))(
    'on a terminal are none of the window: %s',
    (code) => {
      for (const text of textsOf(code, terminalText)) expect(text).not.toMatch(windowWords)
    },
  )

  it.each(codes.filter((code) => !(code in onlyOnTerminal)))(
    'in the window are none of a terminal: %s',
    (code) => {
      for (const text of textsOf(code, errorText)) expect(text).not.toMatch(terminalWords)
    },
  )

  it('are looked for by patterns that find them', () => {
    for (const [code, where] of [
      ['BackupFileExists', errorText],
      ['RecoveryKeyNotAKey', errorText],
      ['ServerMissing', errorText],
    ] as const)
      expect(textsOf(code, where).join()).toMatch(windowWords)
    for (const code of ['BackupFileExists', 'ServerMissing', 'NoMasterSecret'] as const)
      expect(textsOf(code, terminalText).join()).toMatch(terminalWords)
    for (const code of Object.keys(onlyInWindow) as ErrorCode[])
      expect(textsOf(code, terminalText).join()).toMatch(windowWords)
    for (const code of Object.keys(onlyOnTerminal) as ErrorCode[])
      expect(textsOf(code, errorText).join()).toMatch(terminalWords)
  })

  it('name verbs and options that there are', () => {
    const verbs = new Set(
      [ssoconfig, ssomanage].flatMap(({ name, verbs }) => verbs.map((verb) => `${name} -${verb.name}`)),
    )
    const named = codes
      .flatMap((code) => [...textsOf(code, terminalText), ...textsOf(code, errorText)])
      .flatMap((text) => text.match(/\bsso(config|manage|client) -\w+/g) ?? [])
    expect(new Set(named).size).toBeGreaterThan(8)
    expect(named.filter((verb) => !verbs.has(verb))).toEqual([])
  })
})

describe('an error that stands for another', () => {
  const details = factsOf((name) => `‹${name}›`)
  const sentencesOf = (text: string): readonly string[] => text.split(/(?<=\.) (?=[A-Z‹])/)
  /** What is so of what failed inside, and not of all. */
  const isState = (sentence: string): boolean =>
    /^(Nothing was (changed|done|written to it)\b|No data was lost|The operation was rolled back)/.test(
      sentence,
    )

  it.each(codes)('says what to do about it, in the words of the place: %s', (code) => {
    for (const words of [errorText, terminalText]) {
      const own = words({ code: 'DeletionStopped', details }).remedy
      const { remedy } = words({ code: 'DeletionStopped', details, cause: { code, details } })
      const inner = sentencesOf(words({ code, details }).remedy)
      const kept = inner.filter((sentence) => !isState(sentence)).join(' ')
      expect(remedy).toBe(kept === '' ? own : `${kept} ${own}`)
    }
  })

  it('says so in a row, and through more than one, too', () => {
    const innermost = { code: 'ServerMissing', details } as const
    const cause = { code: 'XmlRefused', details, cause: innermost } as const
    expect(inSentences({ code: 'DeletionStopped', details, cause })).toContain('ssomanage -addServer')
  })
})
