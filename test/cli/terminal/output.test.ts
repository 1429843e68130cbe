import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Output } from '../../../electron/cli/terminal/output.ts'

describe('output', () => {
  it('lets signals in while much is written to what takes it at once', async () => {
    const output = new Output(new Writable({ write: (_chunk, _encoding, done) => done() }))
    let letIn = false
    setTimeout(() => {
      letIn = true
    }, 0)
    const giveUp = performance.now() + 5_000
    while (!letIn && performance.now() < giveUp) await output.write('a line\n')
    expect(letIn).toBe(true)
  })
})
