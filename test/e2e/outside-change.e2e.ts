import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import type { SsoApi } from '../../shared/ipc/client.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { makeFolders, type RunningConsole, startConsole } from './support/console-app.ts'
import { propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { makeSystem, startSsoconfigGenerate } from './support/ssoconfig.ts'

/** Some seconds' work. */
const ROWS = 300_000

describe('a change that a command line makes while the console is open', () => {
  let running: RunningConsole
  afterEach(() => running.close())

  it('is shown without being asked for', async () => {
    running = await startConsole()
    const { dataDirectory, folder, window } = running
    await treeItem(window, 'System').click()
    const file = join(folder, 'outside.bak')
    const [code] = await once(startSsoconfigGenerate(dataDirectory, file), 'exit')
    expect(code).toBe(0)
    const { currentMsid } = JSON.parse(await readFile(file, 'utf8')) as { currentMsid: string }
    await expect
      .poll(() => shownText(propertyValue(window, 'MSID (current)')), { timeout: 10_000 })
      .toBe(currentMsid)
  })

  it('is followed to its end where it is a re-encryption', async () => {
    const folders = await makeFolders()
    await makeSystem(folders.dataDirectory, join(folders.folder, 'first.bak'))
    const ids = Array.from({ length: ROWS }, (_, at) => at + 1)
    await insertCredentials(locateDataDirectory(folders.dataDirectory), ids)
    running = await startConsole(folders)
    const { dataDirectory, folder, window } = running
    const told = window.evaluate(
      () =>
        new Promise<ReencryptionOverview[]>((resolve) => {
          const all: ReencryptionOverview[] = []
          const { sso } = globalThis as unknown as { readonly sso: SsoApi }
          sso.reencryption.onProgress((overview) => {
            // The console tells at its start that the one before has ended; it had no credentials.
            if (overview.total === 0) return
            all.push(overview)
            if (overview.phase === 'done') resolve(all)
          })
        }),
    )
    const ended = once(startSsoconfigGenerate(dataDirectory, join(folder, 'next.bak')), 'exit')
    const section = window.getByRole('region', { name: 'Re-encryption' })
    await section.getByRole('progressbar').waitFor()
    expect((await ended)[0]).toBe(0)
    const notices = await told
    const moving = notices.filter(({ phase }) => phase === 'elsewhere')
    expect(new Set(moving.map(({ done }) => done)).size).toBeGreaterThan(1)
    expect(moving.some(({ rowsPerSecond }) => rowsPerSecond !== null)).toBe(true)
    expect(notices.at(-1)).toMatchObject({ phase: 'done', total: ROWS, done: ROWS })
    await section.getByText(/Nothing uses an older one any more/).waitFor()
  }, 180_000)
})
