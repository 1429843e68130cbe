import { runFromProcess } from '../run-from-process.ts'
import { ssoclient } from './program.ts'

await runFromProcess(ssoclient)
