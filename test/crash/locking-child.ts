import { writeSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { lockSecretStore } from '../../electron/core/secret-store/secret-store-lock.ts'

/* A process or a thread that locks the secret store of the directory it is given, says so, and keeps it. */

const lock = await lockSecretStore(
  locateDataDirectory(process.argv[2]),
  'generating the master secret',
  'alice',
).catch((error) => {
  if (error instanceof SsoError) return error
  throw error
})
const said = lock instanceof SsoError ? lock.code : 'locked'
if (parentPort === null) writeSync(1, `${said}\n`)
else parentPort.postMessage(said)
if (!(lock instanceof SsoError)) setInterval(() => lock.assertHeld(), 1_000)
