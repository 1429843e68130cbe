import { spawnSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { currentOsAccount } from '../../electron/core/access/os-account.ts'

const { isLocalAdministrator } = await currentOsAccount()

/** Makes an ordinary account root of a user namespace of its own, in which its own files are root's. */
const AS_ROOT = ['unshare', '--map-root-user', '--']

function isPossible(): boolean {
  if (isLocalAdministrator) return true
  const [command = '', ...args] = AS_ROOT
  return process.platform === 'linux' && spawnSync(command, [...args, 'true']).status === 0
}

/** Whether programs can be run as an administrator of a new system here. */
export const hasAdministrator = isPossible()

/** Its account name. */
export const administratorsName = isLocalAdministrator ? userInfo().username : 'root'

/** A command line run by an administrator: this account where it is one. */
export function asAdministrator(commandLine: readonly string[]): [command: string, args: string[]] {
  const [command = '', ...args] = isLocalAdministrator ? commandLine : [...AS_ROOT, ...commandLine]
  return [command, args]
}

/** Node run by an administrator. */
export function administratorsNode(args: readonly string[]): [command: string, args: string[]] {
  return asAdministrator([process.execPath, ...args])
}
