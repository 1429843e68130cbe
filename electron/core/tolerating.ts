import { isSystemError, SsoError } from './errors/sso-error.ts'
import { recordIncident } from './events/incident-log.ts'

/**
 * Runs a step that must not keep its caller from going on. Expected failures, {@link SsoError}s and system errors, are
 * left to whoever comes upon what was not done; anything else is a bug, which is kept as an incident.
 *
 * @param activity - what was being done, for the incident
 * @returns the expected failure; `null` if there was none.
 */
export async function tolerating(
  dataDirectory: string,
  activity: string,
  step: () => Promise<unknown>,
): Promise<Error | null> {
  try {
    await step()
    return null
  } catch (error) {
    if (error instanceof SsoError || isSystemError(error)) return error
    recordIncident(dataDirectory, activity, error)
    return null
  }
}
