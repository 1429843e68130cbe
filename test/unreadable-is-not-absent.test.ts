import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findSwallows } from './support/swallowed-errors.ts'

/*
 * An error that is taken for an absence has something overwritten or removed that is there. `unlessAbsent` tells the two
 * apart. Whatever else makes an answer of any error is counted here, with the reason why nothing can come of it.
 */

const harmless: Readonly<Record<string, readonly [count: number, why: string]>> = {
  'cli/verb-parts/follow-reencryption.ts': [1, 'shows how far it is; the next look shows it again'],
  'cli/passwords/password-source.ts': [1, 'a descriptor that is not open is refused'],
  'cli/run/run-program.ts': [1, 'a terminal that is gone'],
  'cli/run/verb-run.ts': [2, 'the same error comes again where it is awaited'],
  'core/accounts/getent.ts': [1, 'the other place is tried, and answers'],
  'core/accounts/system-name-service.ts': [1, 'a name for people; without it the number is shown'],
  'core/credentials/look-up-notes.ts': [1, 'what could not be written is written again'],
  'core/crypto/sealed-box.ts': [1, 'a box that does not open is refused'],
  'core/database/sqlite/sqlite-credential-pages.ts': [
    1,
    'what was done stays done; the error itself is thrown',
  ],
  'core/database/outside-changes.ts': [1, 'is asked again'],
  'core/database/sqlite/find-writer.ts': [3, 'who it is, for people'],
  'core/database/sqlite/upgrade-copy.ts': [1, 'the next upgrade removes it'],
  'core/events/audit-keys.ts': [2, 'without the key, events have no mac; that is not hidden'],
  'core/events/event-recorder.ts': [
    5,
    'each place is written to even if the others fail; the caller is told; an event is rather said twice than never',
  ],
  'core/events/event.service.ts': [1, 'data that is no JSON text is shown as it is'],
  'core/events/secret-operations-log.ts': [1, 'a line that is cut is no event'],
  'core/events/incident-log.ts': [1, 'what cannot be kept is printed'],
  'core/backup/backup-file.ts': [1, 'what does not decode is refused'],
  'core/backup/backup-payload.ts': [3, 'what does not open is refused'],
  'core/master-secret/backup-secret.ts': [1, 'the answer says that the backup is not noted'],
  'core/backup/backup-writer.ts': [1, 'what does not open is not what was written'],
  'core/files/save-faults.ts': [1, 'the words for a folder'],
  'core/master-secret/commit-restored.ts': [1, 'the copy of a store that cannot be read stays'],
  'core/master-secret/commit-with-database.ts': [1, 'what is not noted is noted at the next start'],
  'core/key-protectors/key-file-protector.ts': [1, 'whether keys can be kept here: then not'],
  'core/key-protectors/os-keyring-protector.ts': [2, 'whether keys can be kept here: then not'],
  'core/secret-store/lock-holder.ts': [5, 'who holds the lock, for people; the lock itself is the kernel’s'],
  'core/backup/passphrase-key.ts': [1, 'what does not open is refused'],
  'core/backup/password-throttle.ts': [1, 'the same error comes where it is awaited'],
  'core/files/versioned-json.ts': [1, 'what does not decode is refused'],
  'core/secret-store/secret-store.ts': [1, 'a store that is not durable keeps its old keys'],
  'core/reencryption/reencryption.service.ts': [1, 'an estimate'],
  'core/rehearsal/run-rehearsal.ts': [1, 'shows how far it is; the next look shows it again'],
  'core/xml/xml-encoding.ts': [1, 'what does not decode is refused'],
  'core/xml/xml.service.ts': [1, 'the same error comes where the key is needed'],
  'ipc/backup-handlers.ts': [1, 'a file that cannot be looked at may not be replaced'],
  'ipc/key-protection-handlers.ts': [1, 'a file that cannot be looked at may not be replaced'],
  'ipc/master-secret-handlers.ts': [2, 'a file that cannot be looked at may not be replaced; comes again'],
  'ipc/reencryption-handlers.ts': [1, 'shows how far it is; the next look shows it again'],
  'main/app-scheme.ts': [1, 'a page that cannot be read is not shown'],
  'main/console-page.ts': [1, 'a page that cannot be read is not shown'],
  'main/lazy-system.ts': [1, 'the same error comes where it is awaited'],
}

const sources = readdirSync('electron', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))

describe('an error is not taken for an absence', () => {
  it('in any source but where nothing can come of it', () => {
    const found = new Map(
      sources.map((file) => [file, findSwallows(readFileSync(join('electron', file), 'utf8'))] as const),
    )
    const surprising = [...found].filter(([file, places]) => places.length !== (harmless[file]?.[0] ?? 0))
    expect(Object.fromEntries(surprising)).toEqual({})
    expect(Object.keys(harmless).filter((file) => !found.has(file))).toEqual([])
  })

  it.each([
    'const key = await files.read(path, 32).catch(() => null)',
    'return readdir(folder).catch((_error) => [])',
    'return store.read().then(\n  (content) => content !== null,\n  () => false,\n)',
    'try {\n  return statSync(path)\n} catch {\n  return null\n}',
    'const isThere = existsSync(path)',
    'return lstat(path).catch(() => undefined)',
  ])('is found: %s', (code) => {
    expect(findSwallows(`${code}\n`)).toHaveLength(1)
  })

  it.each([
    'await files.remove(path).catch(() => undefined)',
    'const key = await unlessAbsent(files.read(path, 32))',
    '// } catch {',
  ])('is not seen where there is none: %s', (code) => {
    expect(findSwallows(`${code}\n`)).toEqual([])
  })
})

/** An instant is written by `instant.ts` alone: a clock can say what no file of ours can hold. */
it('no other source writes an instant into a file or a row', () => {
  const shown = ['core/errors/instant.ts', 'core/events/event-recorder.ts', 'core/health/checks/clock.ts']
  const writers = sources.filter((file) =>
    readFileSync(join('electron', file), 'utf8').includes('toISOString('),
  )
  expect(writers.sort()).toEqual(shown.sort())
})
