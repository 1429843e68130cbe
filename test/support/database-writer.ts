import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** Another program that writes to a database, in a process of its own. */
export interface DatabaseWriter {
  readonly pid: number
  /** Ends its transaction; resolves when the process has gone. */
  release(): Promise<void>
}

const SCRIPT = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print('locked', flush=True)
sys.stdin.readline()
connection.execute('ROLLBACK')
`

/** Begins a transaction in another process, which holds the database's write lock until it is released. */
export async function writeFromOutside(
  path: string,
  begin: 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE' = 'BEGIN IMMEDIATE',
): Promise<DatabaseWriter> {
  const child = spawn('python3', ['-c', SCRIPT, path, begin], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => {
      throw new Error('the other process could not lock the database')
    }),
  ])
  return {
    pid: child.pid as number,
    async release() {
      child.stdin.end('\n')
      await ended
    },
  }
}
