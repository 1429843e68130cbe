const programRun = /\/(sso[a-z]+)\/run\.ts$/

/**
 * Leaves what a program loads later in files beside it: what it runs on a Node that is new enough, and what all
 * programs share.
 *
 * @param {readonly string[]} shared Names of files, without the ending.
 * @returns {import('vite').Plugin}
 */
export function filesBeside(shared) {
  return {
    name: 'files-beside',
    enforce: 'pre',
    resolveId(source) {
      if (!source.startsWith('.')) return null
      const program = programRun.exec(source)?.[1]
      if (program !== undefined) return { id: `./${program}-run.js`, external: true }
      const name = shared.find((one) => source.endsWith(`/${one}.ts`))
      return name === undefined ? null : { id: `./${name}.js`, external: true }
    },
  }
}
