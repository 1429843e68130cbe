/** Limits of the original product (events 10836, 10839, 10840), in characters (Unicode code points). */
export const PASSWORD_MIN_CHARACTERS = 7
export const PASSWORD_MAX_CHARACTERS = 256
export const REMINDER_MAX_CHARACTERS = 512

/** No UTF-8 character takes more than four bytes. */
export const PASSWORD_MAX_BYTES = PASSWORD_MAX_CHARACTERS * 4
