import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { startSsoconfigGenerate } from './support/ssoconfig.ts'

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
})
