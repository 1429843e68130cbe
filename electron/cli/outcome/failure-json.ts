import type { ZodType, z } from 'zod'

/** A failure as `--json` prints it, in `{ error }`. */
export interface FailureJson {
  /** A code of shared/errors.ts, or `Usage`. */
  readonly code: string
  readonly message: string
  readonly remedy: string
  readonly hresult: string | null
  readonly eventId: number | null
  readonly trackingId: string | null
  /** Where a deletion was stopped: how many mappings it had deleted, and how many there were when it began. */
  readonly counts?: { readonly deleted: number; readonly total: number }
  /** What it stands for: why the first element of a file is refused. */
  readonly cause?: { readonly code: string; readonly message: string; readonly remedy: string }
}

/** The shape of what `--json` prints of a failure. */
export function failureJson(zod: typeof z): ZodType<{ error: FailureJson }> {
  const words = { code: zod.string(), message: zod.string(), remedy: zod.string() }
  return zod.strictObject({
    error: zod.strictObject({
      ...words,
      hresult: zod.string().nullable(),
      eventId: zod.number().nullable(),
      trackingId: zod.string().nullable(),
      counts: zod.strictObject({ deleted: zod.number(), total: zod.number() }).exactOptional(),
      cause: zod.strictObject(words).exactOptional(),
    }),
  })
}
