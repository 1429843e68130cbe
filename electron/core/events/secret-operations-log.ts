import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { visibleJson } from '../../../shared/visible-text.ts'
import { systemErrorCode } from '../errors/sso-error.ts'
import { makeOwnFileUnlessThere } from '../files/keep-owner.ts'
import type { ChainLink } from './event.repository.ts'
import type { EventId, SsoEvent } from './event.ts'

/** Some thousand events. */
const TAIL_BYTES = 1024 * 1024

/**
 * The local log of what was done to the master secret (`secretOperations`): one JSON object a line, appended and synced
 * one by one. It works without the database.
 */
export class SecretOperationsLog {
  readonly #path: string

  /** @param folder - the data directory's `events` */
  constructor(folder: string) {
    this.#path = join(folder, 'secret-operations.jsonl')
  }

  /**
   * Rejects with the system error when the line cannot be written.
   *
   * @param link - what the database's chain says of the event; `null` if it is not in the database
   */
  async append(event: SsoEvent, link: ChainLink | null): Promise<void> {
    const chained = link && { id: link.id, digest: link.digest, mac: link.mac, macMsid: link.mac_msid }
    makeOwnFileUnlessThere(this.#path)
    const file = await open(this.#path, 'a', 0o600)
    try {
      await file.appendFile(`${visibleJson({ ...event, ...chained })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /**
   * The last event of one of these ids among the newest: {@link TAIL_BYTES} of the log are looked through. `null` if
   * there is none. Rejects with the system error where the log cannot be read.
   */
  async findLast(ids: readonly EventId[]): Promise<Pick<SsoEvent, 'data'> | null> {
    const lines = (await this.#readTail()).split('\n').reverse()
    for (const line of lines) {
      const event = parseLine(line)
      if (event !== null && ids.some((id) => id === event.eventId)) return event
    }
    return null
  }

  async #readTail(): Promise<string> {
    const file = await open(this.#path, 'r').catch((error) => {
      if (systemErrorCode(error) === 'ENOENT') return null
      throw error
    })
    if (file === null) return ''
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES))
      await file.read(bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('utf8')
    } finally {
      await file.close()
    }
  }
}

const loggedEvent = z.object({
  eventId: z.number(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})

/** @returns `null` for what is not an event: the first line of a part, or one that was cut by a crash. */
function parseLine(line: string): z.infer<typeof loggedEvent> | null {
  try {
    return loggedEvent.parse(JSON.parse(line))
  } catch {
    return null
  }
}
