import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Works the desktop's own dialogs as a person does: by looking for a window and typing. */
export async function xdotool(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('xdotool', args, { timeout: 10_000 })
  return stdout.trim()
}

/** Waits for a window of this title that can be typed into, and gives it the focus. */
export async function activateDialog(title: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [id] = await findWindows(title)
    if (id !== undefined) {
      await xdotool('windowactivate', '--sync', id)
      if ((await xdotool('getwindowfocus')) === id) return id
    }
    await delay(25)
  }
  throw new Error(`no window titled ${title} took the focus`)
}

/** Waits for the question that a dialog asks in a window of its own, which has no title. */
export async function questionAsked(dialog: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const focused = await xdotool('getwindowfocus').catch(() => dialog)
    if (focused !== dialog && (await sameProgram(focused, dialog))) return
    await delay(25)
  }
  throw new Error('the dialog asked nothing')
}

async function sameProgram(one: string, other: string): Promise<boolean> {
  const programs = await Promise.all(
    [one, other].map((id) => xdotool('getwindowpid', id).catch(() => `none of ${id}`)),
  )
  const title = await xdotool('getwindowname', one).catch(() => 'gone')
  return programs[0] === programs[1] && title === ''
}

/** Waits until no window of this title is left. */
export async function dialogClosed(title: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await findWindows(title)).length === 0) return
    await delay(25)
  }
  throw new Error(`the window titled ${title} stays`)
}

async function findWindows(title: string): Promise<string[]> {
  const found = await xdotool('search', '--onlyvisible', '--name', title).catch(() => '')
  return found.split('\n').filter((id) => id !== '')
}
