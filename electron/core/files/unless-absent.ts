import { systemErrorCode } from '../errors/sso-error.ts'

/**
 * Whether a system error says that a file is not there. Every other one (EIO, EACCES, EMFILE …) says only that nobody
 * can tell now: whoever takes it for an absence overwrites or removes what is there.
 */
export function isAbsence(error: unknown): boolean {
  return systemErrorCode(error) === 'ENOENT'
}

/** What `work` resolves to; `null` if the file it asks for is not there. Rejects with whatever else is wrong. */
export async function unlessAbsent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (isAbsence(error)) return null
    throw error
  }
}
