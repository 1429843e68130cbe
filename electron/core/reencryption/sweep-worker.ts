import { once } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type ReencryptionOrder, type ReencryptionReport, runReencryption } from './run-reencryption.ts'

const port = parentPort as MessagePort
const report = (what: ReencryptionReport): void => port.postMessage(what)
const ordered = once(port, 'message')
await sealedBoxReady()

const [{ help, task }] = (await ordered) as [ReencryptionOrder]
const stop = new AbortController()
// Anything more that is said to it means that it is to stop.
port.once('message', () => stop.abort())

try {
  const onRows = (count: number): void => report({ kind: 'rows', count })
  const how = await runReencryption(task, { onRows, signal: stop.signal, help })
  report({ kind: 'ended', how })
} catch (error) {
  if (!(error instanceof SsoError)) throw error
  report({ kind: 'failed', error: error.toData() })
} finally {
  wipe(task.from.key, task.to.key)
  port.close()
}
