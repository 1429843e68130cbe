import { readdir, readFile } from 'node:fs/promises'

/**
 * Adds up the proportional set sizes of a process and its descendants: the memory each has to itself, and its
 * share of what it shares with others.
 *
 * @param {number | undefined} root Process id.
 * @returns {Promise<{ mebibytes: number, processes: readonly string[] }>}
 */
export async function treeMemory(root) {
  const members = await Promise.all(descendants(String(root), await parents()).map(weigh))
  const kibibytes = members.reduce((sum, { pss }) => sum + pss, 0)
  return {
    mebibytes: kibibytes / 1024,
    processes: members.map(({ kind, pss }) => `${kind} ${(pss / 1024).toFixed(0)}`),
  }
}

/** @returns {Promise<ReadonlyMap<string, string>>} Each process's parent. */
async function parents() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  /** @param {string} id @returns {Promise<[string, string]>} */
  const withParent = async (id) => {
    const status = await readFile(`/proc/${id}/status`, 'latin1').catch(() => '')
    return [id, /^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? '']
  }
  return new Map(await Promise.all(ids.map(withParent)))
}

/**
 * @param {string} root
 * @param {ReadonlyMap<string, string>} parentOf
 * @returns {string[]} `root` among them.
 */
function descendants(root, parentOf) {
  const children = [...parentOf].filter(([, parent]) => parent === root)
  return [root, ...children.flatMap(([id]) => descendants(id, parentOf))]
}

/** @param {string} id */
async function weigh(id) {
  const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'latin1').catch(refused)
  const commandLine = await readFile(`/proc/${id}/cmdline`, 'latin1')
  return { kind: kindOf(commandLine), pss: Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]) }
}

/**
 * @param {unknown} cause
 * @returns {never}
 */
function refused(cause) {
  throw new Error("The memory of a browser's sandboxed processes can be read by root only", { cause })
}

/** @param {string} commandLine */
function kindOf(commandLine) {
  const type = /--type=([\w-]+)/.exec(commandLine)?.[1] ?? 'main'
  return /--utility-sub-type=(\w+)/.exec(commandLine)?.[1] ?? type
}
