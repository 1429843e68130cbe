import type { ErrorEntries, Text } from './error-entry.ts'

/** The system's properties, XML files, and what belongs nowhere else. */
export const systemErrors = {
  AffiliateAdministratorInvalid: {
    event: 10516,
    exit: 'failed',
    text: (d: { account: string; reason: string }): Text => [
      `The account “${d.account}” cannot be an SSO Affiliate Administrator: ${d.reason}.`,
      'Correct the list of SSO Affiliate Administrators.',
    ],
  },
  AffiliateAdministratorsFixed: {
    event: 10572,
    exit: 'conflict',
    text: (): Text => [
      'The SSO Affiliate Administrators cannot be changed while the SSO system is enabled.',
      'Disable the SSO system first.',
    ],
  },
  BuiltInAccountRefused: {
    event: 10777,
    exit: 'failed',
    text: (d: { account: string }): Text => [
      `${d.account} is a built-in account of the operating system.`,
      'Name an account or group of your own.',
    ],
  },
  NameServiceFailed: {
    event: null,
    exit: 'failed',
    text: (d: { program: string; reason: string }): Text => [
      `The name service of this computer, asked with ${d.program}, failed: ${d.reason}.`,
      'Nothing was done. Find out why it does not name accounts (try it in a terminal), and try again.',
    ],
  },
  OutputNotWritten: {
    event: null,
    exit: 'failed',
    text: (d: { reason: string }): Text => [
      `The result could not be written to standard output (${d.reason}).`,
      'What the command has done stays done. Check where its output goes, and the space there, and ask for the result again.',
    ],
  },
  RequestInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { channel: string; reason: string }): Text => [
      `The request ${d.channel} was not understood (${d.reason}).`,
      'Restart the program; if it happens again, report it.',
    ],
  },
  ClockUnusable: {
    event: null,
    exit: 'failed',
    text: (d: { clock: string }): Text => [
      `The clock of this computer says ${d.clock}, a date that no file of an SSO system can hold.`,
      'Nothing was changed. Set the clock, then try again.',
    ],
  },
  FileWouldNotBeReadable: {
    event: null,
    exit: 'failed',
    text: (d: { file: string; reason: string }): Text => [
      `The ${d.file} was not written, because it could not have been read again: ${d.reason}.`,
      'What is in use is as it was before. Report this, with what it says, to whoever maintains this program.',
    ],
  },
  SelfTestFailed: {
    event: null,
    exit: 'failed',
    text: (d: { primitive: string }): Text => [
      `The self-test of ${d.primitive} failed.`,
      'Nothing was opened or changed. Install the program again; do not use this computer for secrets until it passes.',
    ],
  },
  ServerExists: {
    event: null,
    exit: 'conflict',
    text: (d: { server: string }): Text => [
      `The server ${d.server} has joined this SSO system already.`,
      'There is nothing to add.',
    ],
  },
  ServerIsMasterSecretServer: {
    event: null,
    exit: 'conflict',
    text: (d: { server: string }): Text => [
      `The server ${d.server} is the master secret server and cannot leave the SSO system.`,
      'Make another server the master secret server first.',
    ],
  },
  ServerMissing: {
    event: null,
    exit: 'notFound',
    text: (d: { known: string; server: string }): Text => [
      `No server named “${d.server}” has joined this SSO system; those that have: ${d.known}.`,
      'Check the name, or add the server first (Add Server).',
    ],
  },
  ServerNameInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { reason: string; server: string }): Text => [
      `The text “${d.server}” cannot be the name of a server: ${d.reason}.`,
      'Give the name under which the computer is found on the network.',
    ],
  },
  SettingInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { max: number; min: number; setting: string; value: number | string }): Text => [
      `The setting ${d.setting} cannot be ${d.value === '' ? 'empty' : d.value}; it is a whole number from ${d.min} to ${d.max}.`,
      'Use a value in that range.',
    ],
  },
  SsoAdministratorInvalid: {
    event: 10517,
    exit: 'failed',
    text: (d: { account: string; reason: string }): Text => [
      `The account “${d.account}” cannot be an SSO Administrator: ${d.reason}.`,
      'Correct the list of SSO Administrators.',
    ],
  },
  SsoAdministratorsFixed: {
    event: 10570,
    exit: 'conflict',
    text: (): Text => [
      'The SSO Administrators cannot be changed while the SSO system is enabled.',
      'Disable the SSO system first.',
    ],
  },
  SsoAdministratorsWithoutCaller: {
    event: 10597,
    exit: 'failed',
    text: (d: { account: string }): Text => [
      `${d.account} would no longer be an SSO Administrator.`,
      'Keep your own account, or a group it is in, among the SSO Administrators.',
    ],
  },
  SystemDisabled: {
    event: 10537,
    exit: 'conflict',
    text: (): Text => ['The SSO system is disabled.', 'Ask an SSO Administrator to enable it.'],
  },
  Unexpected: {
    event: null,
    exit: 'failed',
    text: (d: { incident: string }): Text => [
      `Something went wrong that should not have (incident ${d.incident}).`,
      'Details are in the log under that number; please report it.',
    ],
  },
  XmlFileExists: {
    event: null,
    exit: 'conflict',
    text: (d: { path: string }): Text => [
      `${d.path} exists already.`,
      'Use another name, or say that it is to be replaced.',
    ],
  },
  XmlFileMissing: {
    event: null,
    exit: 'notFound',
    text: (d: { path: string }): Text => [`There is no file ${d.path}.`, 'Check its folder and its name.'],
  },
  XmlFileAltered: {
    event: null,
    exit: 'damaged',
    text: (d: { path: string; reason: string }): Text => [
      `${d.path} was not written: ${d.reason}.`,
      'Nothing was left behind. Write it to another disk; if that fails in the same way, report it with this message.',
    ],
  },
  XmlFileNotWritten: {
    event: null,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `${d.path} could not be written (${d.reason}).`,
      'Check that its folder is there, that you may write to it, and that there is space.',
    ],
  },
  XmlFileUnreadable: {
    event: null,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `${d.path} could not be read (${d.reason}).`,
      'Check that it is a file, and that you may read it.',
    ],
  },
  XmlInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { column: number; element: string; line: number; reason: string }): Text => [
      `The XML file is wrong at line ${d.line}, column ${d.column} (${d.element}): ${d.reason}.`,
      'Nothing was changed. Correct the file there and try again.',
    ],
  },
  XmlRefused: {
    event: null,
    exit: 'failed',
    text: (d: {
      code: string
      column: number
      count: number
      element: string
      line: number
      reason: string
    }): Text => [
      `${d.reason} (${d.element}, line ${d.line}, column ${d.column}; refused elements of the XML file: ${d.count}).`,
      'Nothing was changed. Correct or remove what is refused and try again.',
    ],
  },
  XmlSecretServerNotAlone: {
    event: null,
    exit: 'failed',
    text: (d: { column: number; line: number }): Text => [
      `The global information at line ${d.line}, column ${d.column} changes the master secret server together with something else.`,
      'Nothing was changed. Change the master secret server with a file that holds only secretServer.',
    ],
  },
  XmlTooLarge: {
    event: null,
    exit: 'failed',
    text: (d: { bytes: number; limit: number }): Text => [
      `The XML file has ${d.bytes} bytes; at most ${d.limit} are read.`,
      'Divide it into several files.',
    ],
  },
} as const satisfies ErrorEntries
