import type { RetiredVerb } from '../verb/program.ts'

const PASSWORD_SYNCHRONIZATION = 'Password synchronization is not part of this product.'

/** What ssoconfig of the original could do that has no counterpart here. */
export const retired: readonly RetiredVerb[] = [
  {
    name: 'setDB',
    because:
      'The SSO database is the file sso.db in the data directory. Use another one with --data-dir or SSO_DATA_DIR.',
  },
  {
    name: 'setSSL',
    because: 'The SSO database is a file of this computer: there is no connection to SQL Server to encrypt.',
  },
  {
    name: 'remoteLookup',
    because: 'Look-ups are made on this computer only: there is no look-up from other computers to allow.',
  },
  { name: 'replayFiles', because: `There are no replay files. ${PASSWORD_SYNCHRONIZATION}` },
  { name: 'syncAge', because: PASSWORD_SYNCHRONIZATION },
  { name: 'allowPS', because: PASSWORD_SYNCHRONIZATION },
]
