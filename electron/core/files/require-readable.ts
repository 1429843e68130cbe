import { SsoError } from '../errors/sso-error.ts'

/**
 * Has a file's own reader read what is to be written, before it takes the place of anything: what nobody can read
 * again is as good as lost.
 *
 * @param file - what it is, in words that go on after "The"
 * @param read - the file's reader; rejects with a code of its own what it does not read.
 * @throws {@link SsoError} `FileWouldNotBeReadable`
 */
export function requireReadable(file: string, read: () => unknown): void {
  try {
    read()
  } catch (cause) {
    if (!(cause instanceof SsoError)) throw cause
    const { reason } = cause.details
    throw SsoError.of('FileWouldNotBeReadable', { file, reason: String(reason ?? cause.message) }, { cause })
  }
}
