import { z } from 'zod'
import { PASSWORD_MAX_BYTES } from '../limits.ts'

/** A request that says nothing. */
export const nothing = z.strictObject({})

/**
 * A password in UTF-8, so that the bytes can be wiped. Room above the limit, so that the service, not the parser, names
 * the field that is too long.
 */
export const password = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= PASSWORD_MAX_BYTES * 4)

/** How many credentials may be lost, as a person has confirmed; those that were shown. */
export const mayLose = z.number().int().min(0).optional()
