#!/usr/bin/env node
import { runFromProcess } from './run-from-process.ts'
import { ssomanage } from './ssomanage/program.ts'

await runFromProcess(ssomanage)
