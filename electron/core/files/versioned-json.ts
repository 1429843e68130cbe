import { type ZodType, z } from 'zod'
import type { SsoError } from '../errors/sso-error.ts'

/** A file of JSON text that names its format and version. */
export interface VersionedFormat<T> {
  readonly format: string
  /** The highest that this product reads. */
  readonly version: number
  readonly schema: ZodType<T>
}

/** What is thrown for a file that cannot be read. */
export interface FormatFaults {
  /** It is no JSON text; whether the format's name stands in it all the same. */
  notJson(namesFormat: boolean): SsoError
  /** It is JSON text of something else. */
  foreign(): SsoError
  newer(version: number): SsoError
  damaged(reason: string): SsoError
}

/** The reason for {@link FormatFaults.notJson} where a file is damaged. */
export const NOT_JSON = 'it is not valid JSON text'

/**
 * Reads a versioned file. A version that is not known yet is told from damage before anything else is looked at.
 *
 * @throws what `faults` make
 */
export function parseVersionedJson<T>(
  file: Uint8Array,
  { format, schema, version: supported }: VersionedFormat<T>,
  faults: FormatFaults,
): T {
  const content = parseJson(file, format, faults)
  const anyVersion = z.object({ format: z.literal(format), version: z.number().int().min(1) })
  const found = anyVersion.safeParse(content)
  if (!found.success) throw faults.foreign()
  const { version } = found.data
  if (version > supported) throw faults.newer(version)
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') || 'the whole'
  throw faults.damaged(`${where} is not as the format requires`)
}

function parseJson(file: Uint8Array, format: string, faults: FormatFaults): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))
  } catch {
    // Without its cause, which quotes the text: that may be a key.
    throw faults.notJson(Buffer.from(file).includes(format))
  }
}
