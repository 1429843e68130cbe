import { setImmediate as turn } from 'node:timers/promises'
import type { CredentialPage, CredentialPages, ResealedPage } from '../database/credential-rows.ts'
import type { Resealer } from './cipher-thread.ts'
import { giveBack } from './give-back.ts'

/** Rows read, resealed and written at a time; the write lock is held for some milliseconds. */
export const PAGE_ROWS = 3_500

/** How far ahead of the writing the reading may be, in pages: enough to do until a worker has started. */
const PAGES_AHEAD = 12

export interface SweepOptions {
  readonly pages: CredentialPages
  readonly resealer: Resealer
  readonly pageRows?: number
  /** Called after each page that was written. */
  readonly onPage?: (page: CredentialPage) => void
  readonly signal?: AbortSignal
}

/**
 * Re-encrypts every credential from where the re-encryption stands to the last, page by page: reads and reseals
 * without holding the write lock. It may be stopped at any instant and begun again, also by another process, because
 * the rows and the position say what has been done.
 *
 * @returns `done`; or `stopped` by the signal, or because the re-encryption is paused, cancelled or gone.
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`; every page is written whole or not at
 * all.
 */
export async function sweep(options: SweepOptions): Promise<'done' | 'stopped'> {
  for (;;) {
    const position = await options.pages.position()
    if (position === null || options.signal?.aborted) return 'stopped'
    const ended = await sweepFrom(position, options)
    if (ended && (await options.pages.finish(new Date())) === 0) return 'done'
    await turn()
  }
}

/** @returns whether it came to the end; not, if another process went ahead or it was stopped. */
async function sweepFrom(position: number, options: SweepOptions): Promise<boolean> {
  const { onPage, pageRows = PAGE_ROWS, pages, resealer, signal } = options
  const ahead: Promise<ResealedPage>[] = []
  let after: number | null = position
  try {
    for (;;) {
      while (after !== null && ahead.length < PAGES_AHEAD) {
        const page: CredentialPage | null = await pages.read(after, pageRows)
        if (page !== null) ahead.push(resealPage(page, resealer))
        after = page === null ? null : page.last
      }
      const next = ahead.shift()
      if (next === undefined) return true
      const resealed = await next
      if (signal?.aborted || !(await pages.write(resealed))) return false
      giveBack(resealed.sealed)
      onPage?.(resealed.page)
      // Lets what other threads have answered, or asked, come in.
      await turn()
    }
  } finally {
    await Promise.allSettled(ahead)
  }
}

async function resealPage(page: CredentialPage, resealer: Resealer): Promise<ResealedPage> {
  const { failed, sealed } = await resealer.reseal(page.rows)
  return { page, sealed, failed }
}
