import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { visibleJson } from '../../../shared/visible-text.ts'
import type { ChainLink } from './event.repository.ts'
import type { SsoEvent } from './event.ts'

/**
 * The local log of what was done to the master secret (`secretOperations`): one JSON object a line, appended and synced one by one. It
 * works without the database.
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
    const file = await open(this.#path, 'a', 0o600)
    try {
      await file.appendFile(`${visibleJson({ ...event, ...chained })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }
}
