import { resolve } from 'node:path'
import { UsageError } from '../terminal/usage-error.ts'

/**
 * The path, absolute, of a file that is to be written, proven and given its name.
 *
 * @throws {@link UsageError} for `-`
 */
export function fileToSave(file: string): string {
  if (file === '-') {
    throw new UsageError(
      'What is saved is read back from the disk to prove it, which standard output does not allow. Name a file.',
    )
  }
  return resolve(file)
}

/** The path, absolute, of a file that is to be read. @throws {@link UsageError} for `-` */
export function fileToRead(file: string): string {
  if (file === '-') throw new UsageError('An ordinary file is read, not standard input. Name one.')
  return resolve(file)
}
