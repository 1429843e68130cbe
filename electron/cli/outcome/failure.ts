import {
  type ErrorCode,
  errorEventIds,
  hresultOf,
  type SsoErrorData,
  type WrittenError,
} from '../../../shared/errors.ts'
import type { Core } from '../host/core-services.ts'
import { OutputError } from '../terminal/output.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import type { FailureJson } from './failure-json.ts'

export interface Failure {
  readonly exitCode: ExitCode
  readonly json: FailureJson
  /** For standard error. */
  readonly lines: readonly string[]
}

/** E_FAIL, for errors that the original has no event for. */
const UNSPECIFIED = '0x80004005'

/** Answered with no, or not answered: the terminal was closed, or Ctrl+C pressed. */
const DECLINED = ['Declined', 'NotAnswered']

/** @param whereAt - the data directory, where it is known, in which the traces of a bug are kept */
export async function describeFailure(
  error: unknown,
  core: () => Promise<Core>,
  whereAt: () => Promise<{ readonly program: string; readonly path: string }>,
): Promise<Failure> {
  const known = error instanceof Error ? error : new Error(typeof error)
  if (known.name === 'UsageError') return usageFailure(known.message)
  if (DECLINED.includes(known.name)) return knownFailure({ code: 'Cancelled', details: {} })
  if (known instanceof OutputError)
    return knownFailure({ code: 'OutputNotWritten', details: { reason: known.reason } })
  const { isSsoError, recordIncident } = await core()
  // A slip of the command line, as an option that is not known.
  if (isSsoError(error) && error.details.source === '--data-dir') return usageFailure(error.message)
  if (isSsoError(error)) return knownFailure(error.toData())
  const { path, program } = await whereAt()
  return knownFailure({ code: 'Unexpected', details: { incident: recordIncident(path, program, error) } })
}

function usageFailure(message: string): Failure {
  const json = {
    code: 'Usage',
    message,
    remedy: '',
    hresult: null,
    eventId: null,
    trackingId: null,
  }
  return { exitCode: exitCodes.usage, json, lines: [`ERROR: ${message}`] }
}

/** What is refused for what its first element is refused for, or stopped by something else, is of that kind. */
function causeOf({ cause, code }: WrittenError): ErrorCode {
  return cause === undefined ? code : causeOf(cause)
}

/** As the original prints errors, with what helps to find the event. */
function knownFailure(error: SsoErrorData): Failure {
  const { code, trackingId = null } = error
  const { message, remedy } = terminalText(error)
  const cause = causeOf(error)
  const inner = error.cause && { cause: { code: error.cause.code, ...terminalText(error.cause) } }
  const eventId = errorEventIds[cause]
  const hresult = hresultOf(cause)
  const found = [
    code,
    ...(eventId === null ? [] : [`event ${eventId}`]),
    ...(trackingId === null ? [] : [`tracking id ${trackingId}`]),
  ]
  return {
    exitCode: exitCodeOf(cause),
    json: { code, message, remedy, hresult, eventId, trackingId, ...countsOf(error), ...inner },
    lines: [`ERROR: ${hresult ?? UNSPECIFIED} : ${message} ${remedy}`, `(${found.join(', ')})`],
  }
}

function countsOf({ code, details }: SsoErrorData): Pick<FailureJson, 'counts'> {
  if (code !== 'DeletionStopped') return {}
  return { counts: { deleted: Number(details.deleted), total: Number(details.total) } }
}
