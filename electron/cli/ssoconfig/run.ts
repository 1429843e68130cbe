import { runFromProcess } from '../run-from-process.ts'
import { ssoconfig } from './program.ts'

await runFromProcess(ssoconfig)
