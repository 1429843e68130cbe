#!/usr/bin/env node
import { workerKeyDerivation } from '../core/master-secret/key-derivation.ts'
import { inProcessRunner } from '../core/reencryption/reencryption-runner.ts'
import { openSsoSystem } from '../core/sso-system.ts'
import { runSsoconfig } from './ssoconfig-program.ts'

const kdf = workerKeyDerivation(new URL('./kdf-worker.js', import.meta.url))
const reencrypt = inProcessRunner(new URL('./reseal-worker.js', import.meta.url))

process.exitCode = await runSsoconfig(process.argv.slice(2), process, (directory) =>
  openSsoSystem({ directory, kdf, reencrypt }),
)
