import { readdirSync } from 'node:fs'
import path from 'node:path'
import { project } from './run-command.mjs'

/**
 * The files of tests that are not component tests.
 *
 * @param {readonly string[]} beginnings Of paths in `test/`.
 * @param {(name: string, isOfThem: boolean) => boolean} wanted Told whether a path begins so.
 * @returns {readonly string[]} Paths from the project's folder.
 * @throws {Error} If no file begins like one of them: a list must not name what has moved.
 */
export function testNames(beginnings, wanted) {
  const names = readdirSync(path.join(project, 'test'), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )
  const stale = beginnings.filter((beginning) => !names.some((name) => name.startsWith(beginning)))
  if (stale.length > 0) throw new Error(`Nothing in test/ begins with ${stale.join(', ')}`)
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) =>
      wanted(
        name,
        beginnings.some((beginning) => name.startsWith(beginning)),
      ),
    )
    .map((name) => `test/${name}`)
    .sort()
}
