import { median } from '../statistics.mjs'
import { runNode, runProgram } from './run-program.mjs'

/** One start takes some 40 ms, and varies by a third. */
const TIMES = 9

/**
 * @typedef {object} CliStarts
 * @property {number} node Milliseconds of `node -e 0`.
 * @property {number} ssoconfig The same of `ssoconfig --help`, and so on.
 * @property {number} ssomanage
 * @property {number} ssoclient
 */

/**
 * Starts each in turn, {@link TIMES} times.
 *
 * @returns {Promise<CliStarts>} Medians.
 */
export async function measureCliStarts() {
  /** @type {Record<keyof CliStarts, number[]>} */
  const taken = { node: [], ssoconfig: [], ssomanage: [], ssoclient: [] }
  for (let time = 0; time < TIMES; time += 1) {
    taken.node.push((await runNode(['-e', '0'])).milliseconds)
    taken.ssoconfig.push((await runProgram('ssoconfig', ['--help'])).milliseconds)
    taken.ssomanage.push((await runProgram('ssomanage', ['--help'])).milliseconds)
    taken.ssoclient.push((await runProgram('ssoclient', ['--help'])).milliseconds)
  }
  const { node, ssoclient, ssoconfig, ssomanage } = taken
  return {
    node: median(node),
    ssoconfig: median(ssoconfig),
    ssomanage: median(ssomanage),
    ssoclient: median(ssoclient),
  }
}
