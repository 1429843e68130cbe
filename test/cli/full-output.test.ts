import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { describeFailure } from '../../electron/cli/outcome/failure.ts'
import { Output, OutputError } from '../../electron/cli/terminal/output.ts'

const failing = (code: string): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) =>
      done(Object.assign(new Error(`${code}: said by the system`), { code })),
  })

it('a full disk under standard output is said by name, and is no fault of the program', async () => {
  const output = new Output(failing('ENOSPC'))
  const writing = output.write('result\n').then(() => output.flush())
  const error = await writing.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OutputError)
  const noCore = () => Promise.reject(new Error('the core is not needed'))
  const failure = await describeFailure(error, noCore, noCore)
  expect(failure).toMatchObject({ exitCode: 1, json: { code: 'OutputNotWritten' } })
  expect(failure.json.message).toContain('ENOSPC')
})

it('a reader that has gone is no failure', async () => {
  const output = new Output(failing('EPIPE'))
  await output.write('result\n')
  await output.flush()
  expect(output.isUnwanted).toBe(true)
})
