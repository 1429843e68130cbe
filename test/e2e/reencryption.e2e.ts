import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import type { SsoApi } from '../../shared/ipc/client.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { credentialKeys, insertCredentials, openAll, plaintextOf } from '../support/credential-rows.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog } from './support/console-parts.ts'
import { generate } from './support/generate.ts'

const ROWS = 60_000

describe('the re-encryption on the System node', () => {
  let running: RunningConsole
  beforeAll(async () => {
    running = await startConsole()
    await generate(running, join(running.folder, 'first.bak'))
    await generateSecretDialog(running.window).close.click()
    const ids = Array.from({ length: ROWS }, (_, at) => at + 1)
    await insertCredentials(locateDataDirectory(running.dataDirectory), ids)
  }, 120_000)
  afterAll(() => running.close())

  const section = () => running.window.getByRole('region', { name: 'Re-encryption' })

  it('tells how it gets on while a secret is generated, and ends with every credential under it', async () => {
    const { dataDirectory, folder, window } = running
    const told = window.evaluate(
      () =>
        new Promise<ReencryptionOverview[]>((resolve) => {
          const all: ReencryptionOverview[] = []
          const { sso } = globalThis as unknown as { readonly sso: SsoApi }
          sso.reencryption.onProgress((overview) => {
            // That of the first secret, which had no credentials, may be told of until then.
            if (overview.total === 0) return
            all.push(overview)
            if (overview.phase === 'done') resolve(all)
          })
        }),
    )
    const { msid } = await generate(running, join(folder, 'next.bak'))
    const notices = await told
    expect(notices.at(-1)).toMatchObject({ phase: 'done', msid, total: ROWS, done: ROWS, damaged: 0 })
    await generateSecretDialog(window).close.click()
    await section()
      .getByText(
        /60,000 credentials are under the current master secret .*Nothing uses an older one any more/,
      )
      .waitFor()
    const directory = locateDataDirectory(dataDirectory)
    const rows = openAll(directory.database, await credentialKeys(directory))
    expect(rows.every(({ secretId }) => secretId === 2)).toBe(true)
    expect(rows.map(({ text }) => text)).toEqual(
      rows.map((row) => Buffer.from(plaintextOf(row.mappingId)).toString()),
    )
  })

  it('shows a pause that another program made, keeps Generate Secret back, and resumes', async () => {
    const { dataDirectory, window } = running
    const database = new DatabaseSync(locateDataDirectory(dataDirectory).database)
    database.exec(`UPDATE reencryption SET state = 'paused', position = 0, done = 24000, finished_at = NULL`)
    database.close()
    await window.keyboard.press('F5')
    await section().getByText('The re-encryption is paused.').waitFor()
    await section().getByText('24,000 of 60,000 credentials').waitFor()
    const item = window.getByRole('toolbar').getByRole('button', { name: 'Generate Secret…' })
    expect(await item.getAttribute('aria-disabled')).toBe('true')
    // Away from the disabled button, which explains itself in a tooltip.
    await window.mouse.move(600, 600)
    await section().getByRole('button', { name: 'Resume' }).focus()
    await window.getByRole('tooltip').waitFor({ state: 'detached' })
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await section().getByRole('button', { name: 'Resume' }).click()
    await section()
      .getByText(/60,000 credentials are under the current master secret/)
      .waitFor()
    await expect.poll(() => item.getAttribute('aria-disabled')).not.toBe('true')
  })
})
