import { runFromProcess } from '../run/run-from-process.ts'
import { ssomanage } from './program.ts'

await runFromProcess(ssomanage)
