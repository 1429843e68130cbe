import { type DetailsOf, errorText } from '../../../shared/error-text.ts'
import type {
  ErrorCode,
  ErrorDetails,
  ErrorField,
  SsoErrorData,
  WrittenError,
} from '../../../shared/errors.ts'

interface SsoErrorOptions extends ErrorOptions {
  readonly field?: ErrorField
  /** The error that this one stands for. */
  readonly wraps?: WrittenError
}

/** An expected failure. Whatever else is thrown is a bug. */
export class SsoError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly field: ErrorField | undefined
  readonly #wraps: WrittenError | undefined
  /** Set when an event was written for this failure. */
  trackingId: string | undefined

  private constructor(code: ErrorCode, details: ErrorDetails, options?: SsoErrorOptions) {
    super(errorText({ code, details }).message, options)
    this.name = 'SsoError'
    this.code = code
    this.details = details
    this.field = options?.field
    this.#wraps = options?.wraps
  }

  static of<C extends ErrorCode>(code: C, details: DetailsOf<C>, options?: SsoErrorOptions): SsoError {
    return new SsoError(code, details, options)
  }

  static fromData({ cause, code, details, field }: SsoErrorData): SsoError {
    return new SsoError(code, details, {
      ...(field === undefined ? {} : { field }),
      ...(cause === undefined ? {} : { wraps: cause }),
    })
  }

  toData(): SsoErrorData {
    return {
      code: this.code,
      details: this.details,
      ...(this.#wraps === undefined ? {} : { cause: this.#wraps }),
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.trackingId === undefined ? {} : { trackingId: this.trackingId }),
    }
  }
}

/** The system error code of a failed Node call (`ENOSPC`), or the error's name where it has none. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}

/** Whether a call of Node's failed with an error of the operating system. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}
