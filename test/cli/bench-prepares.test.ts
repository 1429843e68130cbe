import { expect, it } from 'vitest'
import { measureListMappings, prepareMappings } from '../bench/cli/list-mappings.mjs'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('the benchmark of lists makes its system and lists it with the command lines as they are', async () => {
  const place = await prepareMappings(await temporaryFolder(), 3)
  expect(await measureListMappings(place)).toMatchObject({ lines: 3 })
}, 60_000)
