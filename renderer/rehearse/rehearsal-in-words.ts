import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'
import type {
  RehearsalPhase,
  RehearsalProgress,
  RehearsalReport,
  RehearsedOperation,
} from '../../shared/rehearsal.ts'

/** What each phase does. */
export function phaseInWords(phase: RehearsalPhase, operation: RehearsedOperation): string {
  switch (phase) {
    case 'copying':
      return 'Copying the database'
    case 'changing':
      return operation === 'generate' ? 'Generating a master secret' : 'Restoring the master secret'
    case 'reencrypting':
      return 'Re-encrypting the credentials'
    case 'checking':
      return 'Opening every credential'
  }
}

/** "Re-encrypting the credentials · 1,200 of 10,000 credentials". */
export function progressInWords(
  { done, phase, total }: RehearsalProgress,
  operation: RehearsedOperation,
): string {
  const words = phaseInWords(phase, operation)
  if (done === null || total === null) return words
  return `${words} · ${numberInWords(done)} of ${countInWords(total, 'credential')}`
}

/** What it would come to, in a few words. */
export function verdictInWords({ operation, unreadable, wouldSucceed }: RehearsalReport): string {
  const what = operation === 'generate' ? 'Generating a master secret' : 'Restoring this backup'
  if (!wouldSucceed) return `${what} would fail`
  return unreadable
    ? `${what} would succeed, but not every credential could be read`
    : `${what} would succeed`
}

/** "0.4 s", "12 s", "3 min 5 s". */
export function durationInWords(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** "12.4 MB". */
export function bytesInWords(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1)
  const count = bytes / 1024 ** power
  return `${power === 0 ? count : count.toFixed(1)} ${units[power]}`
}
