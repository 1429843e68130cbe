import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { tolerating } from '../../electron/core/tolerating.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const failing = (error: unknown) => async () => {
  throw error
}

describe('a step that must not keep its caller from going on', () => {
  it('answers expected failures, and keeps no incident of them', async () => {
    const folder = await temporaryFolder()
    const busy = SsoError.of('DatabaseBusy', { path: 'x' })
    expect(await tolerating(folder, 'testing', failing(busy))).toBe(busy)
    const missing = await tolerating(folder, 'testing', () => readFile(join(folder, 'nothing')))
    expect(missing).toMatchObject({ code: 'ENOENT' })
    expect(await tolerating(folder, 'testing', async () => 'done')).toBeNull()
    await expect(readFile(join(folder, 'logs', 'incidents.jsonl'))).rejects.toThrow('ENOENT')
  })

  it('keeps a bug as an incident', async () => {
    const folder = await temporaryFolder()
    expect(await tolerating(folder, 'testing', failing(new TypeError('x is no function')))).toBeNull()
    const kept = await readFile(join(folder, 'logs', 'incidents.jsonl'), 'utf8')
    expect(JSON.parse(kept)).toMatchObject({ where: 'testing', message: 'x is no function' })
  })
})
