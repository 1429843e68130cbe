import { runFromProcess } from '../run/run-from-process.ts'
import { ssoclient } from './program.ts'

await runFromProcess(ssoclient)
