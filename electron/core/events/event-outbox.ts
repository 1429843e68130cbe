import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { eventLevels } from '../../../shared/events.ts'
import { systemErrorCode } from '../errors/sso-error.ts'
import { makeOwnFolder } from '../files/keep-owner.ts'
import { nodeFileSystem } from '../files/node-file-system.ts'
import { replaceFile } from '../files/replace-file.ts'
import type { SsoEvent } from './event.ts'

/** More than this are not kept: a database that nobody can write to for days must not fill the disk. */
export const MOST_EVENTS = 10_000

const SUFFIX = '.json'

const storedEvent = z.strictObject({
  eventId: z.number().int(),
  level: z.enum(eventLevels),
  at: z.iso.datetime(),
  trackingId: z.string(),
  computer: z.string(),
  account: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

/** An event that the database does not have yet. */
export interface WaitingEvent {
  /** Of its file. */
  readonly name: string
  readonly event: SsoEvent
}

/**
 * Events that could not be written to the database when they happened, one file each in `events/waiting` of the data
 * directory: on the disk before anybody is told their tracking id, and taken out once the database has them.
 */
export class EventOutbox {
  readonly #folder: string

  /** @param folder - the data directory's `events` */
  constructor(folder: string) {
    this.#folder = join(folder, 'waiting')
  }

  /** Rejects with the system error if it cannot be written, or {@link MOST_EVENTS} are waiting. */
  async put(event: SsoEvent): Promise<void> {
    makeOwnFolder(this.#folder)
    if ((await this.names()).length >= MOST_EVENTS) throw new Error('too many events wait for the database')
    const name = `${event.at.replaceAll(/[^0-9]/g, '')}-${randomUUID()}${SUFFIX}`
    await replaceFile(nodeFileSystem, join(this.#folder, name), Buffer.from(JSON.stringify(event)))
  }

  /** The names of what waits, in the order it happened. Rejects where that cannot be told. */
  async names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#folder)).filter((name) => name.endsWith(SUFFIX)).sort()
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return []
      throw error
    }
  }

  /** @returns `null` if it has been taken out, or is not an event. Rejects where it cannot be read. */
  async read(name: string): Promise<WaitingEvent | null> {
    try {
      const event = storedEvent.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')))
      return { name, event: event as SsoEvent }
    } catch (error) {
      const isAbsent = systemErrorCode(error) === 'ENOENT'
      if (isAbsent || error instanceof z.ZodError || error instanceof SyntaxError) return null
      throw error
    }
  }

  /** To be called once the database has it. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true })
  }
}
