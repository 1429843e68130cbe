import { systemErrorCode } from '../errors/sso-error.ts'

/** Whether a process of this computer runs under that id, whoever's it is. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH'
  }
}
