import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { visibleJson, visibleText } from '../../../shared/visible-text.ts'
import { nearestInstant } from '../errors/instant.ts'
import { makeOwnFileUnlessThere, makeOwnFolder } from '../files/keep-owner.ts'

/** What is kept of a failure that should not have happened. Never a request's content. */
interface Incident {
  readonly incident: string
  readonly at: string
  readonly where: string
  readonly message: string
  readonly stack: string
}

/**
 * Keeps a bug's traces in `logs/incidents.jsonl` of the data directory. Synchronous, because the process may be
 * about to end.
 *
 * @param where - the channel or part in which it happened
 * @returns the number to show, by which the entry is found.
 */
export function recordIncident(dataDirectory: string, where: string, error: unknown): string {
  const incident = randomUUID().slice(0, 8)
  const known = error instanceof Error ? error : new Error(typeof error)
  const entry: Incident = {
    incident,
    at: nearestInstant(new Date()),
    where,
    message: known.message,
    stack: known.stack ?? '',
  }
  try {
    const folder = join(dataDirectory, 'logs')
    // Not a data directory that is not there: what goes wrong in looking for one makes none.
    makeOwnFolder(folder)
    makeOwnFileUnlessThere(join(folder, 'incidents.jsonl'))
    appendFileSync(join(folder, 'incidents.jsonl'), `${visibleJson(entry)}\n`, { mode: 0o600 })
  } catch {
    process.stderr.write(`${visibleText(`incident ${incident} in ${where}: ${known.message}`)}\n`)
  }
  return incident
}
