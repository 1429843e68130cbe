import { existsSync } from 'node:fs'
import { SsoError } from '../errors/sso-error.ts'
import type { AccountKey, AccountRecord, NameService } from './name-service.ts'
import { type ProgramAnswer, runSystemProgram, runSystemProgramSync } from './run-program.ts'

/** By absolute path: what a search path leads to is anybody's. */
const GETENT = ['/usr/bin/getent', '/bin/getent'].find((path) => existsSync(path)) ?? '/usr/bin/getent'

/** So few that each call ends in time: for each key, all of a computer's file of groups may be read. */
const KEYS_A_CALL = 100

const SUCCESS = 0
/** Some keys were found, perhaps none. */
const NOT_ALL_FOUND = 2

/** The name service switch of Linux (files, LDAP, winbind, sssd, …), asked with getent. */
export const getentNameService: NameService = {
  async find(keys) {
    const users = keys.filter(({ kind }) => kind === 'user').map(({ key }) => key)
    const groups = keys.filter(({ kind }) => kind === 'group').map(({ key }) => key)
    const found = { user: await lookUp('passwd', users), group: await lookUp('group', groups) }
    return keys.map(({ key, kind }) => found[kind].get(key) ?? null)
  },
}

type Key = AccountKey['key']

async function lookUp(
  database: 'group' | 'passwd',
  keys: readonly Key[],
): Promise<ReadonlyMap<Key, AccountRecord>> {
  const found = new Map<Key, AccountRecord>()
  const distinct = [...new Set(keys)].filter(canBeKey)
  for (let at = 0; at < distinct.length; at += KEYS_A_CALL) {
    const page = distinct.slice(at, at + KEYS_A_CALL)
    note(found, page, recordsOf(await runSystemProgram(GETENT, argumentsFor(database, page))))
  }
  return found
}

function argumentsFor(database: 'group' | 'passwd', keys: readonly Key[]): readonly string[] {
  return [database, '--', ...keys.map(String)]
}

function recordsOf({ exitCode, stdout }: ProgramAnswer): readonly AccountRecord[] {
  if (exitCode === SUCCESS || exitCode === NOT_ALL_FOUND) return readRecords(stdout)
  throw SsoError.of('NameServiceFailed', { program: GETENT, reason: `exit code ${exitCode}` })
}

/**
 * The groups of these names that there are, for what cannot wait.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function findGroupsAtOnce(names: readonly string[]): readonly AccountRecord[] {
  return recordsOf(runSystemProgramSync(GETENT, argumentsFor('group', names)))
}

/** Longer than any system's, and so short that a call's arguments have room. */
const MOST_CHARACTERS = 512

/** A record's fields are parted by colons; digits alone would be taken for a number. */
function canBeKey(key: Key): boolean {
  if (typeof key === 'number') return true
  return key.length <= MOST_CHARACTERS && /[^0-9]/.test(key) && !/[:\p{Cc}]/u.test(key)
}

/**
 * One record a line: name, password, number, and more. What is no record is passed over.
 *
 * @param text - as `getent passwd` and `getent group` print it
 */
export function readRecords(text: string): readonly AccountRecord[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', , id = '', ...more] = line.split(':')
    return name !== '' && /^\d+$/.test(id) && more.length > 0 ? [{ name, id: Number(id) }] : []
  })
}

/** The records come in the order of the keys, those that were not found left out. */
function note(found: Map<Key, AccountRecord>, keys: readonly Key[], records: readonly AccountRecord[]): void {
  const byId = new Map<Key, AccountRecord>()
  const byName = new Map<Key, AccountRecord>()
  for (const record of records) {
    if (!byId.has(record.id)) byId.set(record.id, record)
    byName.set(record.name, record)
    // Directories of Windows answer in their own spelling, whatever was asked.
    if (record.name.includes('\\')) byName.set(record.name.toLowerCase(), record)
  }
  for (const key of keys) {
    const record =
      typeof key === 'number' ? byId.get(key) : (byName.get(key) ?? byName.get(key.toLowerCase()))
    if (record !== undefined) found.set(key, record)
  }
}
