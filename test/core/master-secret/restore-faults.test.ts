import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import type { MasterSecretPair } from '../../../electron/core/master-secret/master-secret.ts'
import { type FileOperation, observedFileSystem } from '../../crash/observed-file-system.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  openRestoreSystem,
  revealStore,
} from '../../support/restore-system.ts'
import { openTestSystem, type TestSystem } from '../../support/test-system.ts'

const errnos = ['ENOSPC', 'EACCES', 'EIO'] as const

/** A file system that fails from an operation on: that one only, or, as after a crash, all that follow, too. */
class FailingFiles {
  seen: FileOperation[] = []
  #at = 0
  #how: 'once' | 'for good' = 'once'
  #code = 'EIO'

  readonly files = observedFileSystem(nodeFileSystem, async (operation, run) => {
    this.seen.push(operation)
    const at = this.seen.length
    const fails = this.#at > 0 && (this.#how === 'once' ? at === this.#at : at >= this.#at)
    if (!fails) return run()
    // A file whose closing fails is closed all the same.
    if (operation.name === 'close') await run()
    throw Object.assign(new Error(`${this.#code}, injected`), { code: this.#code })
  })

  arm(at: number, how: 'once' | 'for good', code: string): void {
    this.seen = []
    this.#at = at
    this.#how = how
    this.#code = code
  }
}

interface Scenario {
  readonly name: string
  readonly spoil: (test: TestSystem) => Promise<unknown>
  /** What the secret store may be after a fault, beside holding the restored secrets. */
  readonly old: 'as it was' | 'as it was, or empty'
}

const scenarios: readonly Scenario[] = [
  { name: 'over a newer secret store', spoil: async () => undefined, old: 'as it was' },
  {
    name: 'without a secret store',
    spoil: ({ directory }) => unlink(directory.secretStore),
    old: 'as it was',
  },
  {
    name: 'over a damaged secret store',
    spoil: ({ directory }) => writeFile(directory.secretStore, 'garbage'),
    old: 'as it was',
  },
  {
    name: 'over a secret store whose key is gone',
    spoil: ({ directory }) => unlink(directory.keyFile),
    old: 'as it was, or empty',
  },
]

interface FailingSystem extends TestSystem {
  readonly failing: FailingFiles
  /** What the backup holds. */
  readonly restored: MasterSecretPair | null
}

async function prepare({ spoil }: Scenario): Promise<FailingSystem> {
  const failing = new FailingFiles()
  const test = await openRestoreSystem({ files: failing.files })
  const restored = await revealStore(test)
  await generate(test, '2.bak')
  await spoil(test)
  failing.arm(0, 'once', 'EIO')
  return { ...test, failing, restored }
}

const restoreOlder = (test: TestSystem): Promise<string> =>
  codeOf(test.system.masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true })))

const readStore = ({ directory }: TestSystem): Promise<string | null> =>
  readFile(directory.secretStore, 'utf8').catch(() => null)

/** The text of every replaced store that was kept. */
async function readKept({ directory }: TestSystem): Promise<readonly string[]> {
  const folder = join(directory.path, 'replaced-stores')
  const names = await readdir(folder).catch(() => [])
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

/** @returns what is not as it should be after a fault. */
async function findFault(
  test: FailingSystem,
  before: string | null,
  old: Scenario['old'],
): Promise<string[]> {
  const secrets = await revealStore(test).catch(() => null)
  if (secrets !== null && JSON.stringify(secrets) === JSON.stringify(test.restored)) {
    const kept = before === null || (await readKept(test)).includes(before)
    return kept ? [] : ['the replaced store is lost']
  }
  const now = await readStore(test)
  if (now === before) return []
  const isEmpty = now !== null && JSON.parse(now).current === null
  if (old === 'as it was') return ['the store is neither the old one nor the new one']
  return isEmpty && (await readKept(test)).includes(before ?? '') ? [] : ['the old store is lost']
}

/** @returns what is not as it should be when one operation fails, and after a restore of the newest backup then. */
async function failOnce(
  scenario: Scenario,
  at: number,
  how: 'once' | 'for good',
): Promise<readonly string[]> {
  const test = await prepare(scenario)
  const before = await readStore(test)
  const code = errnos[at % errnos.length] as string
  test.failing.arm(at, how, code)
  const answer = await restoreOlder(test)
  const operation = test.failing.seen[at - 1]
  if (operation === undefined) return [`operation ${at} was not reached`]
  const wrong = await findFault(test, before, scenario.old)
  test.failing.arm(0, 'once', code)
  await test.system.close()
  const again = await openTestSystem({ directory: test.directory })
  const answered = await codeOf(again.system.masterSecret.restore(aRestoreRequest(test, '2.bak')))
  await again.system.reencryption.whenIdle()
  const readable = answered === 'success' ? await countReadable(again) : answered
  await again.system.close()
  if (readable !== '20 of 20') wrong.push(`then ${readable}`)
  const what = `${operation.name} of ${operation.path.slice(-30)} fails ${how} with ${code} (${answer})`
  return wrong.map((fault) => `${what}: ${fault}`)
}

describe.each(scenarios)('a restore $name', (scenario) => {
  it('leaves the old secret store or the new one when file operations fail, and can be done again', {
    timeout: 120_000,
  }, async () => {
    const rehearsal = await prepare(scenario)
    expect(await restoreOlder(rehearsal)).toBe('success')
    const operations = rehearsal.failing.seen.length
    const wrong: string[] = []
    for (let at = 1; at <= operations; at += 1) {
      wrong.push(...(await failOnce(scenario, at, 'once')), ...(await failOnce(scenario, at, 'for good')))
    }
    expect(wrong).toEqual([])
  })
})
