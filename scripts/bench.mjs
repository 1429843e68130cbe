/** `npm run bench`: measures the console and the command line against their bars (docs/benchmarks.md). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'
import { endToEndSurroundings } from './test/surroundings.mjs'

const run = fileURLToPath(new URL('../test/bench/run.mjs', import.meta.url))

async function bench() {
  if (process.platform !== 'linux') {
    console.error('The benchmarks read /proc and drive a virtual display: they run on Linux only.')
    return 1
  }
  const { env, prefix } = await endToEndSurroundings()
  await buildIfStale()
  const [command = process.execPath, ...args] = [...prefix, process.execPath, run, ...process.argv.slice(2)]
  const [code] = await once(spawn(command, args, { env, stdio: 'inherit' }), 'exit')
  return code ?? 1
}

process.exitCode = await bench()
