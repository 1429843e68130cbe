import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { administratorsNode } from '../support/administrator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Creating a system takes an administrator, whose programs are children of an administrator's Node. */
const prepareAndMeasure = `
import { measureListMappings, prepareMappings } from '${pathToFileURL(resolve('test/bench/cli/list-mappings.mjs'))}'
const place = await prepareMappings(process.argv[1], 3)
console.log(JSON.stringify(await measureListMappings(place)))
`

it('the benchmark of lists makes its system and lists it with the command lines as they are', async () => {
  const args = ['--input-type=module', '--eval', prepareAndMeasure, await temporaryFolder()]
  const { stdout } = await promisify(execFile)(...administratorsNode(args))
  expect(JSON.parse(stdout)).toMatchObject({ lines: 3 })
}, 60_000)
