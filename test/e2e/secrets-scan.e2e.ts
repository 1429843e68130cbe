import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolders, type RunningConsole, startConsole, type TestFolders } from './support/console-app.ts'
import { type GenerateSecretDialog, openGenerateSecret } from './support/console-parts.ts'
import { chooseBackupFile, readResult } from './support/generate.ts'
import { heapStrings } from './support/heap.ts'
import { canOpenBackups, openBackup } from './support/open-backup.ts'
import { filesBelow, findInFiles, formsIn, formsOf } from './support/secret-forms.ts'

const password = 'Qx7~vexing Quokka§93 jumps'

describe.skipIf(!canOpenBackups)('after a run', () => {
  let folders: TestFolders
  let running: RunningConsole
  let secrets: Readonly<Record<string, Buffer>>
  let output: string
  const shown: Record<string, Buffer> = {}

  beforeAll(async () => {
    folders = await makeFolders()
    running = await startConsole({ ...folders, remove: async () => undefined })
    const file = join(folders.folder, 'scanned.bak')
    const parts = await openGenerateSecret(running.window)
    await chooseBackupFile(running, parts, file)
    await typeByKeyboard(parts.password)
    await typeByKeyboard(parts.confirmation)
    await parts.ok.click()
    await readResult(parts)
    const { current } = await openBackup(file, password)
    secrets = { secret: Buffer.from(current.secret, 'hex'), password: Buffer.from(password) }
    shown['the result page'] = await windowContent(running)
    await parts.close.click()
    await parts.dialog.waitFor({ state: 'detached' })
    shown['the console'] = await windowContent(running)
    shown['the heap'] = await heapStrings(running.window)
    await running.window.evaluate((held) => Reflect.set(globalThis, 'held', { held }), password)
    shown['a heap that holds the password'] = await heapStrings(running.window)
    await running.close()
    output = running.output()
  })
  afterAll(() => folders.remove())

  it.each(['the result page', 'the console'])(
    'neither secret nor password is in the window when it shows %s',
    (page) => {
      const content = shown[page] ?? Buffer.alloc(0)
      expect(content.includes('SSO Administration')).toBe(true)
      expect(findAll(content, secrets)).toEqual([])
    },
  )

  it('neither secret nor password is in the heap of the window when the dialog is closed', () => {
    const heap = shown['the heap'] ?? Buffer.alloc(0)
    expect(heap.includes('Guarded at rest by')).toBe(true)
    expect(findAll(heap, secrets)).toEqual([])
  })

  it('finds the password in the heap of the window when it is held there', () => {
    const heap = shown['a heap that holds the password'] ?? Buffer.alloc(0)
    expect(findAll(heap, secrets)).toEqual(['password as raw'])
  })

  it('neither secret nor password is in any file when the console has ended', async () => {
    const files = (await filesBelow(folders.dataDirectory)).map((file) =>
      file.slice(folders.dataDirectory.length + 1),
    )
    expect(files).toEqual(
      expect.arrayContaining(['secret-store.json', 'sso.db', join('events', 'secret-operations.jsonl')]),
    )
    expect(files.some((file) => file.startsWith('console'))).toBe(true)
    expect(await findInFiles(folders.dataDirectory, secrets)).toEqual([])
    expect(await findInFiles(folders.folder, secrets)).toEqual([])
  })

  it('neither secret nor password is in the output when the console has ended', () => {
    expect(findAll(Buffer.from(output), secrets)).toEqual([])
  })

  /** As a person types: what Playwright's `fill` passes to the page would stay in its heap. */
  async function typeByKeyboard(field: GenerateSecretDialog['password']): Promise<void> {
    await field.focus()
    await running.window.keyboard.insertText(password)
  }
})

describe('search for secrets', () => {
  const secret = Buffer.from('5dcdea37531cff3efb86b504b1757ad0d4c8e9f0fbffefbe', 'hex')

  it.each(Object.keys(formsOf(secret)))('finds a secret when it is written as %s', (form) => {
    const planted = formsOf(secret)[form] ?? Buffer.alloc(0)
    expect(formsIn(Buffer.concat([Buffer.from('before'), planted, Buffer.from('after')]), secret)).toContain(
      form,
    )
  })

  it.each([0, 1, 2])('finds a secret when it is base64 in something longer, after %i bytes', (before) => {
    const text = Buffer.concat([Buffer.alloc(before, 1), secret, Buffer.from('and more')]).toString('base64')
    expect(formsIn(Buffer.from(text), secret)).not.toEqual([])
  })
})

function findAll(content: Buffer, secrets: Readonly<Record<string, Buffer>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsIn(content, secret).map((form) => `${name} as ${form}`),
  )
}

/** All that the window holds: the page's source, what its fields contain, and what it has stored. */
async function windowContent({ window }: RunningConsole): Promise<Buffer> {
  const text = await window.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea, output')].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
        ? field.value
        : field.textContent,
    )
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }))
    return [document.documentElement.outerHTML, document.body.innerText, ...fields, ...stored].join('\n')
  })
  return Buffer.from(text)
}
