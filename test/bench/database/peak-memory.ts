import { readFileSync } from 'node:fs'

/**
 * The most memory this process has had resident, in MiB, as Linux counts it for the program itself (proc(5)). What
 * `getrusage` tells begins with what the process that started this one had.
 */
export function peakMebibytes(): number {
  const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  if (kibibytes === undefined) throw new Error('/proc/self/status does not name VmHWM')
  return Number(kibibytes) / 1024
}
