#!/usr/bin/env node
import { runFromProcess } from './run-from-process.ts'
import { ssoconfig } from './ssoconfig/program.ts'

await runFromProcess(ssoconfig)
