import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { anApplication } from '../support/application-services.ts'
import { openTestSystem } from '../support/test-system.ts'
import { aManagePlace } from './support/ssomanage-place.ts'

const COUNT = 100_000
/** What all mappings take is several times this, what those of a page take a small part of it. */
const MOST_GROWTH = 8 * 1024 * 1024

/** Bytes in use once what is not needed has been collected. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

async function withMany() {
  const opened = await openTestSystem()
  await opened.system.applications.create(anApplication())
  const rows = Array.from({ length: COUNT }, (_, n) => ({
    windowsAccount: `CORP\\user${String(n).padStart(6, '0')}`,
    externalUser: `U${n}`,
  }))
  await opened.system.mappings.create('Payroll', rows)
  return opened.system
}

describe('a list of 100,000 mappings', () => {
  it('begins at once and takes no more memory for being long', async () => {
    const system = await withMany()
    let first = 0
    let count = 0
    let most = 0
    let last = ''
    const before = heapInUse()
    const started = performance.now()
    for await (const page of system.mappings.pages({ application: 'Payroll' })) {
      if (count === 0) first = performance.now() - started
      expect(page.length).toBeLessThanOrEqual(1000)
      const [head] = page
      expect(head !== undefined && head.windowsAccount > last).toBe(true)
      last = page.at(-1)?.windowsAccount ?? ''
      count += page.length
      if (count % 20_000 === 0) {
        most = Math.max(most, heapInUse() - before)
      }
    }
    expect(count).toBe(COUNT)
    // What must not come back is reading all before the first page is given.
    expect(first).toBeLessThan((performance.now() - started) / 4)
    expect(most).toBeLessThan(MOST_GROWTH)
  }, 60_000)

  it('is left where it was when it is interrupted', async () => {
    const place = await aManagePlace()
    const system = await place.open()
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      windowsAccount: `CORP\\u${n}`,
      externalUser: `U${n}`,
    }))
    await system.mappings.create('Payroll', rows)
    await system.close()
    expect(await place.json(['-listMappings', 'Payroll'])).toHaveLength(3000)
    const run = await place.manage(['-listMappings', 'Payroll'], { signal: AbortSignal.abort() })
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('The list is not complete.'),
    })
  })
})
