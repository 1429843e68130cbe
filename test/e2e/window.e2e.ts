import { spawn } from 'node:child_process'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { describeRuntime, electronRuntime } from '../../scripts/electron-runtime.mjs'
import {
  consoleEnvironment,
  launchArguments,
  projectRoot,
  type RunningConsole,
  startConsole,
} from './support/console-app.ts'
import { openGenerateSecret, propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { resizeWindow, sidewaysOverflow } from './support/layout.ts'
import { menuLabels } from './support/menu-bar.ts'
import { startWindowManager } from './support/window-manager.ts'

let running: RunningConsole
let endWindowManager: () => void

beforeAll(async () => {
  console.log(describeRuntime(await electronRuntime()))
  endWindowManager = await startWindowManager()
  running = await startConsole()
})

afterAll(async () => {
  await running.close()
  endWindowManager()
})

describe('window', () => {
  it('is titled SSO Administration when it is open', async () => {
    const native = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    )
    expect(native).toEqual(['SSO Administration'])
    expect(await running.window.title()).toBe('SSO Administration')
  })

  it('gives the focus to System when it opens', async () => {
    await running.window.locator('[role=treeitem]:focus').waitFor()
    expect(await treeItem(running.window, 'System').evaluate((item) => item.matches(':focus'))).toBe(true)
  })

  it('shows nothing of Electron itself in its menus when it is open', async () => {
    const all = await Promise.all(
      ['File', 'Action', 'View', 'Help'].map((menu) => menuLabels(running.app, menu)),
    )
    expect(all.flat().filter((label) => /devtools|developer|electron|reload/i.test(label))).toEqual([])
  })
})

describe('menu bar', () => {
  it('has File, Action, View and Help when the window is open', async () => {
    const labels = await menuLabels(running.app)
    const ofPlatform = process.platform === 'darwin' ? labels.slice(2) : labels
    expect(ofPlatform).toEqual(['File', 'Action', 'View', 'Help'])
  })

  it('offers what can be done with System in Action when System is selected', async () => {
    await treeItem(running.window, 'System').click()
    await expect
      .poll(() => menuLabels(running.app, 'Action'))
      .toEqual([
        'Generate Secret…',
        'Backup Secret…',
        'Restore Secret…',
        'Verify Backup…',
        'Rehearse…',
        'Check Credentials…',
        'Key Protector…',
        'Properties',
        'Refresh',
        'Help',
      ])
  })

  it('offers no Generate Secret… in Action when another node is selected', async () => {
    await treeItem(running.window, 'System').press('ArrowLeft')
    await expect.poll(() => menuLabels(running.app, 'Action')).toEqual(['Refresh', 'Help'])
    await running.window.keyboard.press('ArrowDown')
  })
})

describe('scope pane', () => {
  it('shows System beneath Enterprise Single Sign-On when it opens', async () => {
    const root = treeItem(running.window, 'Enterprise Single Sign-On')
    expect(await root.getAttribute('aria-level')).toBe('1')
    expect(await root.getAttribute('aria-expanded')).toBe('true')
    const system = root.getByRole('treeitem', { name: 'System', exact: true })
    expect(await system.getAttribute('aria-level')).toBe('2')
  })

  it('closes and opens a node when Left and Right are pressed', async () => {
    const { keyboard } = running.window
    const root = treeItem(running.window, 'Enterprise Single Sign-On')
    await treeItem(running.window, 'System').press('ArrowLeft')
    await keyboard.press('ArrowLeft')
    await treeItem(running.window, 'System').waitFor({ state: 'detached' })
    expect(await root.getAttribute('aria-expanded')).toBe('false')
    await keyboard.press('ArrowRight')
    await treeItem(running.window, 'System').waitFor()
    await keyboard.press('ArrowDown')
  })
})

describe('result pane', () => {
  it.each([
    ['SSO server', () => hostname().toLowerCase()],
    ['Database', () => `${join(running.dataDirectory, 'sso.db')}\nSQLite`],
    ['Master secret server', () => hostname().toLowerCase()],
    ['Status', () => 'Enabled'],
  ])('shows %s when System is selected', async (name, value) => {
    await treeItem(running.window, 'System').click()
    const details = running.window.getByRole('region', { name: 'SSO system' })
    expect(await shownText(propertyValue(details, name))).toBe(value())
  })

  it.skipIf(process.platform === 'win32').each(['SSO Administrators', 'SSO Affiliate Administrators'])(
    'shows the default %s when the system is new',
    async (name) => {
      const accounts = (await shownText(propertyValue(running.window, name))).split('\n')
      expect(accounts.sort()).toEqual(['group admin', 'group sudo', 'group wheel', 'user root'])
    },
  )

  it('says plainly that there is no master secret and offers to make one when the system is new', async () => {
    const section = running.window.getByRole('region', { name: 'Master secret', exact: true })
    expect(await shownText(section)).toContain('This system has no master secret yet.')
    expect(await section.getByRole('button', { name: 'Generate Secret…' }).isEnabled()).toBe(true)
  })

  it('opens System from the list when Enter is pressed on its line', async () => {
    await treeItem(running.window, 'System').press('ArrowLeft')
    await running.window.getByRole('row', { name: /^System/ }).press('Enter')
    await running.window.getByRole('heading', { name: 'System', level: 1 }).waitFor()
    await treeItem(running.window, 'System').click()
  })
})

describe('status bar', () => {
  it('shows server, account and the missing master secret when the system is new', async () => {
    const bar = running.window.getByRole('contentinfo')
    const text = await shownText(bar)
    expect(text).toContain(`SSO server: ${hostname().toLowerCase()}`)
    expect(text).toContain(`Account: ${userInfo().username}`)
    expect(text).toContain('No master secret yet')
  })
})

describe('window of 800×600', () => {
  afterEach(() => running.window.keyboard.press('Escape'))

  it('shows everything without sideways overflow when System is shown', async () => {
    await resizeWindow({ ...running, width: 800, height: 600 })
    expect(await sidewaysOverflow(running.window)).toEqual([])
  })

  it('shows everything without sideways overflow when the dialog is open with errors', async () => {
    const { dialog, ok } = await openGenerateSecret(running.window)
    await ok.click()
    await dialog.getByText('No backup file is chosen.').waitFor()
    expect(await sidewaysOverflow(running.window)).toEqual([])
    expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    const box = await ok.boundingBox()
    expect(box !== null && box.y + box.height <= 600).toBe(true)
  })
})

describe('second console', () => {
  it('ends and brings the first to the front when it starts on the same data directory', async () => {
    const state = () =>
      running.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        return { minimized: window?.isMinimized(), focused: window?.isFocused() }
      })
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    await expect.poll(state, { timeout: 10_000 }).toEqual({ minimized: true, focused: false })
    expect(await exitCodeOfSecondConsole(running.dataDirectory)).toBe(0)
    await expect.poll(state, { timeout: 10_000 }).toEqual({ minimized: false, focused: true })
  })
})

async function exitCodeOfSecondConsole(dataDirectory: string): Promise<number | null> {
  const { executable } = await electronRuntime()
  const second = spawn(executable, launchArguments(), {
    cwd: projectRoot,
    env: consoleEnvironment(dataDirectory),
    stdio: 'ignore',
  })
  return new Promise((resolve, reject) => {
    second.once('error', reject)
    second.once('exit', resolve)
  })
}
