import type { ErrorCode } from '../../shared/errors.ts'

/** Stable: scripts branch on them. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, accessDenied: 5 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const ACCESS_DENIED: readonly ErrorCode[] = [
  'AccessDeniedNotLocalAdministrator',
  'AccessDeniedNotSsoAdministrator',
  'NotMasterSecretServer',
]

export function exitCodeOf(code: ErrorCode): ExitCode {
  return ACCESS_DENIED.includes(code) ? exitCodes.accessDenied : exitCodes.failed
}
