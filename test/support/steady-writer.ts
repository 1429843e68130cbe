import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** What a {@link SteadyWriter} has come to. */
export interface WaitingReport {
  readonly writes: number
  /** The longest that one of them took, in milliseconds. */
  readonly longest: number
}

/** Another program that writes to a database every few milliseconds, in a process of its own. */
export interface SteadyWriter {
  /** Has it stop, and waits for its end. */
  report(): Promise<WaitingReport>
}

const SCRIPT = `
import sqlite3, sys, time, threading, json
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), ended.set()), daemon=True).start()
writes, longest = 0, 0
while not ended.is_set():
    began = time.monotonic()
    connection.execute('UPDATE global_info SET ticket_timeout = ticket_timeout')
    longest = max(longest, time.monotonic() - began)
    writes += 1
    if writes == 1: print('writing', flush=True)
    time.sleep(0.004)
print(json.dumps({'writes': writes, 'longest': round(longest * 1000)}), flush=True)
`

/** Resolves when it has written once. */
export async function writeSteadily(path: string): Promise<SteadyWriter> {
  const child = spawn('python3', ['-c', SCRIPT, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await lines.next()
  if (first.value !== 'writing') throw new Error('the other process could not write to the database')
  return {
    async report() {
      const ended = once(child, 'exit')
      child.stdin.end('\n')
      const { value } = await lines.next()
      await ended
      return JSON.parse(value ?? 'null') as WaitingReport
    },
  }
}
