import type { ZodType } from 'zod'
import { errorEventIds, type SsoErrorData, type WrittenError } from '../../../shared/errors.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import type { Zod } from '../verb/verb.ts'

/** The shape of an {@link SsoErrorData} that is part of a result, with the words that {@link explainErrors} adds. */
export function errorDataJson(zod: Zod): ZodType<SsoErrorData> {
  return zod.strictObject({
    code: zod.string(),
    details: zod.record(zod.string(), zod.union([zod.string(), zod.number()])),
    message: zod.string(),
    remedy: zod.string(),
    field: zod.enum(['backupFile', 'password', 'confirmation', 'reminder']).exactOptional(),
    trackingId: zod.string().exactOptional(),
  }) as unknown as ZodType<SsoErrorData>
}

/** For `JSON.stringify`: says of each error in a result what happened and what to do about it. */
export function explainErrors(_name: string, value: unknown): unknown {
  return isWrittenError(value) ? { ...value, ...terminalText(value) } : value
}

function isWrittenError(value: unknown): value is WrittenError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'details' in value &&
    typeof value.details === 'object' &&
    'code' in value &&
    typeof value.code === 'string' &&
    value.code in errorEventIds
  )
}
