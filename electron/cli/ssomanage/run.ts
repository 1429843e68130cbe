import { runFromProcess } from '../run-from-process.ts'
import { ssomanage } from './program.ts'

await runFromProcess(ssomanage)
