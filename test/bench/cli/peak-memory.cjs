/** Loaded into a command line with --require: says at its end how much memory it has had resident at most, in KiB. */
const { readFileSync, writeSync } = require('node:fs')

const STDERR = 2

// getrusage would begin with what the process that started this one had.
process.on('exit', () => {
  const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  writeSync(STDERR, `bench:peak ${kibibytes}\n`)
})
