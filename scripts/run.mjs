/*
 * `node scripts/run.mjs <script> [arguments]`: runs one of the scripts beside this one, where Node is new enough for
 * it. In plain syntax and importing nothing: an old Node cannot even read what is written for a newer one.
 */

var version = process.versions.node.split('.').map(Number)
if (Number(version[0]) < 20 || (version[0] === 20 && Number(version[1]) < 19)) {
  console.error(
    `This project needs Node.js 20.19 or later, and is run by v${process.versions.node}: install a current one.`,
  )
  process.exitCode = 1
} else {
  const script = new URL(`./${process.argv[2]}.mjs`, import.meta.url)
  import('node:url').then(({ fileURLToPath }) => {
    // The script sees its arguments as if it had been called itself.
    process.argv.splice(1, 2, fileURLToPath(script))
    return import(script.href)
  })
}
