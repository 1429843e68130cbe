/* Runs on every Node there is: in plain syntax, and importing nothing. */

const NEEDED = [20, 19] as const

/** Says in a sentence that this Node is too old, and sets the exit code, where it is. */
export function refuseOldNode(): boolean {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return false
  process.stderr.write(
    `This needs Node.js ${NEEDED.join('.')} or later, and is run by v${process.versions.node}: install a current one.\n`,
  )
  process.exitCode = 1
  return true
}
