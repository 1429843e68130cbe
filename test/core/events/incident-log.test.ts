import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordIncident } from '../../../electron/core/events/incident-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('incident log', () => {
  it('has the error under the number that is shown when a bug is recorded', async () => {
    const folder = await temporaryFolder()
    const incident = recordIncident(folder, 'system.describe', new TypeError('x is not a function'))
    const entry = JSON.parse(await readFile(join(folder, 'logs', 'incidents.jsonl'), 'utf8'))
    expect(entry).toMatchObject({ incident, where: 'system.describe', message: 'x is not a function' })
    expect(entry.stack).toContain('incident-log.test')
  })

  it('keeps nothing of a thrown value when it is not an error', async () => {
    const folder = await temporaryFolder()
    recordIncident(folder, 'system.describe', 'hunter2')
    expect(await readFile(join(folder, 'logs', 'incidents.jsonl'), 'utf8')).not.toContain('hunter2')
  })
})
