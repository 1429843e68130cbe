import type { LoggedEvent } from './events.ts'
import { countInWords, numberInWords } from './numbers-in-words.ts'

const texts: Readonly<Record<number, string>> = {
  // What happened.
  10520: 'There is no master secret on this server',
  10521: 'The master secret could not be loaded',
  10522: 'Re-encrypting the credentials failed; it will be tried again',
  10523: 'The master secret was restored',
  10524: 'Restoring the master secret failed',
  10525: 'A master secret was generated',
  10526: 'Generating a master secret failed',
  10528: 'Re-encrypting the credentials has ended',
  10534: 'This computer is the master secret server',
  10535: 'An operation succeeded',
  10536: 'An operation was refused',
  10547: 'A credential could not be re-encrypted',
  10555: 'Access to the master secret was denied',
  10559: 'The master secret was backed up',
  10560: 'Backing up the master secret failed',
  10562: 'Re-encrypting the credentials started',
  10575: 'The master secret server was changed',
  10576: 'The SSO Affiliate Administrators were changed',
  10577: 'The SSO Administrators were changed',
  10578: 'The users of an application were changed',
  10579: 'The administrators of an application were changed',
  10580: 'An application was enabled',
  10581: 'An application was disabled',
  10582: 'The SSO system was enabled',
  10583: 'The SSO system was disabled',
  10585: 'A ticket was redeemed late, as is allowed',
  10589: 'The master secret has never been backed up',
  10606: 'Tickets were allowed',
  10607: 'Tickets were forbidden',
  10608: 'Tickets must be validated from now on',
  10609: 'Tickets need not be validated any more',
  19001: 'A backup was verified',
  19002: 'Verifying a backup failed',
  19003: 'The key protector was changed',
  19004: 'Changing the key protector failed',
  19005: 'A recovery key was saved',
  19006: 'A recovery key was used',
  19007: 'A restore was undone',
  19008: 'The copy of a replaced secret store was removed',
  19009: 'A server joined the SSO system',
  19010: 'A server left the SSO system',
  19011: 'The event log was verified',
  19012: 'A generate or a restore was rehearsed',
  19013: 'The database was told which master secret is current',
  19021: 'Every page of the database was checked',
  19022: 'Every credential was tried with its master secret',
  // Why something failed.
  10513: 'The database could not be used',
  10516: 'An account for SSO Affiliate Administrators is not valid',
  10517: 'An account for SSO Administrators is not valid',
  10518: 'An account for the users of an application is not valid',
  10519: 'An account for the administrators of an application is not valid',
  10537: 'The SSO system is disabled',
  10538: 'The application is disabled',
  10539: 'The SSO system does not allow tickets',
  10540: 'The application does not allow tickets',
  10541: 'Tickets must be validated',
  10543: 'The ticket names no sender',
  10544: 'The ticket has expired',
  10549: 'The database exists already',
  10551: 'The account is not a user of the application',
  10554: 'Looking up credentials was denied',
  10556: 'Only a user of the application can be mapped',
  10557: 'Mappings of a group application were denied',
  10558: "Another account's mapping was denied",
  10564: 'The file is not a backup that can be opened',
  10565: 'The key that guards the master secret cannot be used',
  10566: 'What was to be changed of the application is fixed',
  10569: 'Changing the administrators of the application was denied',
  10570: 'The SSO Administrators can be changed only while the system is disabled',
  10572: 'The SSO Affiliate Administrators can be changed only while the system is disabled',
  10592: 'The ticket cannot be decrypted',
  10593: 'The ticket is not in the right format',
  10594: 'The ticket was issued to somebody else',
  10595: 'The fields of the application or the credentials are not valid',
  10596: 'The account of the ticket is not a user of the application',
  10597: 'Whoever changes the SSO Administrators must remain one',
  10600: 'The mapping of a configuration store cannot be changed',
  10601: 'The flags of the application are not valid',
  10614: 'The ticket timeout is not valid',
  10615: 'The ticket timeout of the application is not valid',
  10728: 'The database is not one that this version can use',
  10731: 'The account is not valid',
  10752: 'The application exists already',
  10753: 'The mapping exists already',
  10755: 'The application must be disabled first',
  10756: 'There is no such application',
  10757: 'There is no such mapping',
  10764: 'The mapping is disabled, or must be disabled first',
  10765: 'No credentials are set',
  10766: 'This computer is not the master secret server',
  10769: 'The application has no fields',
  10771: 'Only a local administrator may do this',
  10777: 'A built-in account cannot be used',
  10778: 'The credentials cannot be decrypted',
  10779: 'The password of the backup is wrong',
  10783: 'The master secret is not available',
  10784: 'The file could not be opened or written',
  10814: 'Something else was under way',
  10815: 'It is not the master secret of these credentials',
  10836: 'The password is too short',
  10839: 'The password is too long',
  10840: 'The password reminder is too long',
  10841: 'Only domain accounts can be mapped',
  10846: 'A host group needs exactly one user account',
  10847: 'Only domain users can be mapped',
  10850: 'An application cannot be created enabled',
  10856: 'Creating the mapping was denied',
  11009: 'Only an SSO Administrator may do this',
  11010: 'Only an SSO Affiliate Administrator may do this',
  11011: 'Only an administrator of the application may do this',
  11013: 'Only a user of the application may do this',
  11026: 'The accounts of an application with mappings cannot be changed',
  11044: 'Changing the ticket flags of the application was denied',
  11045: 'The Windows account is mapped already',
  11046: 'The external user is mapped already',
}

const REENCRYPTION_ENDED = 10528

/** `reencrypted` counts those that are under the new master secret, `damaged` those that were left as they were. */
function reencryptionText({ damaged, reencrypted }: LoggedEvent['data']): string {
  const meaning = eventMeaning(REENCRYPTION_ENDED)
  if (typeof damaged !== 'number' || typeof reencrypted !== 'number') return meaning
  const done = `${countInWords(reencrypted, 'credential')} under the new master secret`
  return damaged === 0
    ? `${meaning}: ${done}`
    : `${meaning}: ${done}, ${numberInWords(damaged)} left as they were`
}

/** What an event id means, in one short line without a full stop; `Event <id>` for an id that is not this product's. */
export function eventMeaning(eventId: number): string {
  return texts[eventId] ?? `Event ${eventId}`
}

/** What an event says, in one short line: its meaning, with the name of the operation where it has one. */
export function eventText({ data, eventId }: Pick<LoggedEvent, 'data' | 'eventId'>): string {
  if (eventId === REENCRYPTION_ENDED) return reencryptionText(data)
  const meaning = eventMeaning(eventId)
  return typeof data.operation === 'string' ? `${meaning}: ${data.operation}` : meaning
}
