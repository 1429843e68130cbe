import type { ZodType } from 'zod'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { Zod } from './verb.ts'

/** The shape of an {@link SsoErrorData} that is part of a result. */
export function errorDataJson(zod: Zod): ZodType<SsoErrorData> {
  return zod.strictObject({
    code: zod.string() as unknown as ZodType<SsoErrorData['code']>,
    details: zod.record(zod.string(), zod.union([zod.string(), zod.number()])),
    field: zod.enum(['backupFile', 'password', 'confirmation', 'reminder']).exactOptional(),
    trackingId: zod.string().exactOptional(),
  })
}
