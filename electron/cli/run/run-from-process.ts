import { exitCodes } from '../outcome/exit-codes.ts'
import type { Program } from '../verb/program.ts'
import { runProgram } from './run-program.ts'

/**
 * Runs `program` with the arguments, streams and signals of this process, and sets its exit code. The first Ctrl+C
 * lets it end in good order, a second one ends it at once, which loses nothing that was done.
 */
export async function runFromProcess(program: Program): Promise<void> {
  const interrupt = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Not `once`: whoever else listens (the lock of the secret store) would end the process if nobody were left.
    process.on(signal, () => {
      if (interrupt.signal.aborted) process.exit(exitCodes.failed)
      process.stderr.write('\nStopping… Press Ctrl+C again to stop at once.\n')
      interrupt.abort()
    })
  }
  const { env, stderr, stdin, stdout } = process
  process.exitCode = await runProgram(program, process.argv.slice(2), {
    io: { stdin, stdout, stderr, environment: env },
    core: async () => (await import('../host/core-services.ts')).core,
    signal: interrupt.signal,
  })
}
