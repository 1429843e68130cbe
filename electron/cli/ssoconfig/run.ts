import { runFromProcess } from '../run/run-from-process.ts'
import { ssoconfig } from './program.ts'

await runFromProcess(ssoconfig)
