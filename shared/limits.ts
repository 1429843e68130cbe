/** Limits of the original product (events 10836, 10839, 10840), in characters (Unicode code points). */
export const PASSWORD_MIN_CHARACTERS = 7
export const PASSWORD_MAX_CHARACTERS = 256
export const REMINDER_MAX_CHARACTERS = 512

/** No UTF-8 character takes more than four bytes. */
export const PASSWORD_MAX_BYTES = PASSWORD_MAX_CHARACTERS * 4

/** Of a ticket, system-wide or an application's own. */
export const TICKET_TIMEOUT_MIN_MINUTES = 1
/** 365 days; also as long as looked-up credentials may stay in memory. */
export const TICKET_TIMEOUT_MAX_MINUTES = 525_600

/** Rows an audit table may be told to keep. */
export const AUDIT_ROWS_MAX = 1_000_000
export const AUDIT_LEVEL_MAX = 3

/** The first so many credentials that a re-encryption leaves as they are get an event each (10547). */
export const DAMAGE_EVENTS_MAX = 1_000
