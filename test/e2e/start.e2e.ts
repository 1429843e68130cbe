import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from './support/console-app.ts'

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('ends with 1 and one clear line when there is no display', () => {
    const { DISPLAY, WAYLAND_DISPLAY, ...env } = process.env
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(projectRoot, 'scripts/start.mjs')], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/no display/)])
  })
})
