import { setImmediate } from 'node:timers/promises'
import { writeCredentials } from '../credentials/credential.repository.ts'
import type { CredentialKeys } from '../credentials/credential-keys.ts'
import { wipe } from '../crypto/wipe.ts'
import type { Within } from '../database/within.ts'
import { instantNow } from '../errors/instant.ts'
import type { Caller } from '../mappings/create-mappings.ts'
import type { Application } from '../records/application.ts'
import {
  findMappings,
  insertMappings,
  readLastMappingId,
  updateMappingsEnabled,
} from '../records/mapping.repository.ts'
import { mappingKey, namingAccount } from '../records/mapping-accounts.ts'
import { readCurrentSecret, type SecretName } from '../records/secret.repository.ts'
import type { ImportItem } from './import-plan.ts'
import { type MappingToFill, type MappingWork, planXmlMappings } from './plan-mappings.ts'
import { sealCredentials } from './seal-credentials.ts'
import type { XmlMapping } from './xml-model.ts'

/** Rows of one statement, after which other work may go on. */
const ROWS_AT_ONCE = 1000

/** Mappings planned and created at a time, so that what is needed of each is not in memory for all of them. */
const PLANNED_AT_ONCE = 5000

export interface ImportedMappings {
  /** In the order of the file. */
  readonly items: readonly ImportItem[]
  /** Whether there were credentials to seal, and no master secret to seal them under. */
  readonly lacksSecret: boolean
}

/**
 * Creates a file's mappings, whose applications are there already: those with credentials enabled, those without
 * disabled.
 *
 * @param keys - to seal the credentials with, under the current secret, and to wipe them; `null` to leave them
 * @returns what was done, or is refused.
 * @throws {@link SsoError} `SecretUnavailable`, `SecretBeingReplaced`, `KeyProtectorGone`, `SecretStoreDamaged`,
 * `SecretStoreVersionNewer`
 */
export async function importMappings(
  within: Within,
  caller: Caller,
  mappings: readonly XmlMapping[],
  keys: CredentialKeys | null,
): Promise<ImportedMappings> {
  const lastBefore = await readLastMappingId(within)
  const secret = keys === null ? null : await readCurrentSecret(within)
  const items: ImportItem[] = []
  let credentials = false
  for (let start = 0; start < mappings.length; start += PLANNED_AT_ONCE) {
    const slice = mappings.slice(start, start + PLANNED_AT_ONCE)
    const { items: planned, work } = await planXmlMappings(within, caller, slice, lastBefore)
    for (const item of planned) items.push(item)
    for (const one of work) await createPlanned(within, one)
    credentials ||= work.some(needsSecret)
    if (keys !== null && secret !== null) await fillAll(within, keys, secret, work)
    await setImmediate()
  }
  return { items, lacksSecret: credentials && secret === null }
}

async function fillAll(
  within: Within,
  keys: CredentialKeys,
  secret: SecretName,
  work: readonly MappingWork[],
): Promise<void> {
  for (const one of work.filter(needsSecret)) {
    for (const chunk of inChunks(one.toFill)) await fill(within, keys, secret, chunk)
    for (const chunk of inChunks(one.toCreate)) {
      await fill(within, keys, secret, await withIds(within, one.application, chunk))
      await setImmediate()
    }
  }
}

function needsSecret({ toCreate, toFill }: MappingWork): boolean {
  return toFill.length > 0 || toCreate.some(({ credential }) => credential !== null)
}

function* inChunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    yield rows.slice(start, start + ROWS_AT_ONCE)
}

async function createPlanned(within: Within, { application, toCreate }: MappingWork): Promise<void> {
  const createdAt = instantNow()
  for (const enabled of [true, false]) {
    const rows = toCreate.filter(({ credential }) => (credential !== null) === enabled)
    await insertMappings(within, application, rows, { enabled, createdAt })
  }
}

/** Those of mappings just created that get credentials. */
async function withIds(
  within: Within,
  application: Application,
  rows: MappingWork['toCreate'],
): Promise<readonly MappingToFill[]> {
  const credentials = new Map(rows.map((row) => [namingAccount(application, row), row.credential]))
  const named = [...credentials.keys()]
  const created = await findMappings(within, application.id, mappingKey(application), named)
  return created.flatMap((mapping) => {
    const credential = credentials.get(namingAccount(application, mapping)) ?? null
    return credential === null ? [] : [{ mapping, credential }]
  })
}

async function fill(
  within: Within,
  keys: CredentialKeys,
  { id, msid }: SecretName,
  chunk: readonly MappingToFill[],
): Promise<void> {
  if (chunk.length === 0) return
  const key = await keys.findToSeal(msid)
  const packed = chunk.map(({ credential, mapping }) => ({
    mappingId: mapping.id,
    packed: credential.packed,
  }))
  const sealed = sealCredentials(packed, id, key)
  wipe(...packed.map((row) => row.packed))
  const rows = sealed.map((box, index) => ({
    mappingId: packed[index]?.mappingId ?? 0,
    secretId: id,
    sealed: box,
  }))
  await writeCredentials(within, rows)
  await enableAll(within, chunk)
}

/** Whoever has credentials can use them. */
async function enableAll(within: Within, chunk: readonly MappingToFill[]): Promise<void> {
  const disabled = chunk.filter(({ mapping }) => !mapping.enabled).map(({ mapping }) => mapping.id)
  await updateMappingsEnabled(within, disabled, true)
}
