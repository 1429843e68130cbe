import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../electron/cli/run/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { program, tool } from './support/small-program.ts'

describe('an answer', () => {
  it('is an object in JSON, and a list an array with one item a line', async () => {
    const one = await tool(['-fail', 'red', '--json'])
    expect(one).toMatchObject({ code: 1, stdout: '{\n  "how": "red"\n}\n' })
    const many = await tool(['-count', '2', '--json'])
    expect(many).toMatchObject({ code: 0, stdout: '[\n{"n":1},\n{"n":2}\n]\n' })
    expect((await tool(['-count', '0', '--json'])).stdout).toBe('[]\n')
  })

  it('of a list ends without an error when its reader goes away', async () => {
    const lines: string[] = []
    const stdout = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString())
        done(lines.length < 3 ? null : Object.assign(new Error('gone'), { code: 'EPIPE' }))
      },
    })
    const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), environment: {} }
    const core = () => Promise.reject(new Error('not needed'))
    const host = { io, core, signal: new AbortController().signal }
    expect(await runProgram(program, ['-count', '100000', '-quiet'], host)).toBe(0)
    expect(lines.length).toBeLessThan(10)
  })

  it('that cannot be written ends with exit code 1', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    })
    const stderr = new PassThrough()
    const io = { stdin: new PassThrough(), stdout, stderr, environment: {} }
    const core = async () => (await import('../../electron/cli/host/core-services.ts')).core
    const host = { io, core, signal: new AbortController().signal }
    const argv = ['-count', '3', '--data-dir', await temporaryFolder()]
    expect(await runProgram(program, argv, host)).toBe(1)
  })

  it('is kept, and the way to go on told, when it is interrupted', async () => {
    const interrupt = new AbortController()
    const run = await tool(['-count', '1000'], {
      signal: interrupt.signal,
      onStderr: (text) => text.includes('10%') && interrupt.abort(),
    })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^1\n2\n/)
    expect(run.stdout.split('\n').length).toBeLessThan(200)
    expect(run.stderr).toMatch(/\nInterrupted\. Count the rest\.\n$/)
  })
})

describe('a failure', () => {
  it('is a line as the original has it, with the code and the event', async () => {
    expect(await tool(['-fail', 'busy'])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^ERROR: 0xC0002A3E : .*\n\(Busy, event 10814\)\n$/),
    })
  })

  it('is an object on standard output with --json, that of the command line, too', async () => {
    const busy = await tool(['-fail', 'busy', '-JSON'])
    expect(busy).toMatchObject({ code: 4, stderr: '' })
    expect(JSON.parse(busy.stdout)).toEqual({
      error: {
        code: 'Busy',
        message: expect.any(String),
        remedy: expect.any(String),
        hresult: '0xC0002A3E',
        eventId: 10814,
        trackingId: null,
      },
    })
    const usage = await tool(['-fail', '--json'])
    expect(usage).toMatchObject({ code: 2, stderr: '' })
    expect(JSON.parse(usage.stdout).error).toMatchObject({ code: 'Usage', hresult: null })
  })

  it('of a list that has begun leaves what was printed as it is', async () => {
    const run = await tool(['-count', 'x', '--json'])
    expect(run).toMatchObject({ code: 4, stdout: '[\n{"n":1}', stderr: expect.stringContaining('(Busy, ') })
  })

  it('that is a bug shows no stack, but where its traces are kept', async () => {
    const run = await tool(['-fail', 'bug', '--data-dir', await temporaryFolder()])
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('(Unexpected)') })
    expect(run.stderr).not.toMatch(/\n\s+at |not a function/)
  })
})
