#!/usr/bin/env node
import { runFromProcess } from './run-from-process.ts'
import { ssoclient } from './ssoclient/program.ts'

await runFromProcess(ssoclient)
