import { checkValues } from '../credentials/set-credentials.ts'
import { unpackValues } from '../crypto/credential-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { Within } from '../database/within.ts'
import type { SsoError } from '../errors/sso-error.ts'
import { type Caller, planMappings } from '../mappings/create-mappings.ts'
import { resolveMapping } from '../mappings/mapping-checks.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import { findMappings, type MappingAccounts, type MappingRow } from '../records/mapping.repository.ts'
import { mappingKey, namingAccount } from '../records/mapping-accounts.ts'
import { asRefusal, comparedItem, createdItem, type ImportItem, refusedItem } from './import-plan.ts'
import type { XmlCredential, XmlMapping } from './xml-model.ts'

/** A mapping to be created. */
interface MappingToCreate extends MappingAccounts {
  readonly credential: XmlCredential | null
}

/** A mapping that is there and gets credentials. */
export interface MappingToFill {
  readonly mapping: Pick<MappingRow, 'id' | 'enabled'>
  readonly credential: XmlCredential
}

/** What there is to do to the mappings of one application. */
export interface MappingWork {
  readonly application: Application
  readonly toCreate: readonly MappingToCreate[]
  readonly toFill: readonly MappingToFill[]
}

export interface PlannedImport {
  /** In the order of the file. */
  readonly items: readonly ImportItem[]
  readonly work: readonly MappingWork[]
}

interface Placed {
  readonly index: number
  readonly mapping: XmlMapping
}

/**
 * Tells what is to be done for some of a file's mappings, those before them created. Nothing is
 * written.
 *
 * @param lastBefore - the id of the last mapping there was before the file
 */
export async function planXmlMappings(
  within: Within,
  caller: Caller,
  mappings: readonly XmlMapping[],
  lastBefore: number,
): Promise<PlannedImport> {
  const items: ImportItem[] = new Array(mappings.length)
  const work: MappingWork[] = []
  for (const placed of byApplication(mappings).values()) {
    const planned = await planOne(within, caller, placed, { items, lastBefore }).catch((error: unknown) => {
      const refusal = asRefusal(error)
      for (const { index, mapping } of placed) items[index] = refusedItem(subjectOf(mapping), refusal)
      return null
    })
    if (planned !== null) work.push(planned)
  }
  return { items, work }
}

function byApplication(mappings: readonly XmlMapping[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const [index, mapping] of mappings.entries()) {
    const name = mapping.application.toLowerCase()
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [{ index, mapping }])
    else group.push({ index, mapping })
  }
  return groups
}

async function planOne(
  within: Within,
  caller: Caller,
  placed: readonly Placed[],
  { items, lastBefore }: { readonly items: ImportItem[]; readonly lastBefore: number },
): Promise<MappingWork> {
  const application = await requireApplication(within, placed[0]?.mapping.application ?? '')
  const rows = placed.map(({ mapping }) => mapping)
  const { accepted, refused } = await planMappings(within, caller, application, rows)
  const refusals = new Map(refused.map(({ error, index }) => [index, error]))
  const all = await findExisting(within, caller, application, rows, refusals)
  const existing = new Map([...all].filter(([, { id }]) => id <= lastBefore))
  const work = { application, toCreate: [] as MappingToCreate[], toFill: [] as MappingToFill[] }
  let next = 0
  for (const [place, { index, mapping }] of placed.entries()) {
    const refusal = refusals.get(place)
    const accounts = refusal === undefined ? accepted[next++] : undefined
    const found = existing.get(place)
    items[index] = decide(application, mapping, refusal, found)
    if (items[index].outcome === 'refused') continue
    const { credential } = mapping
    if (accounts !== undefined) work.toCreate.push({ ...accounts, credential })
    else if (found !== undefined && credential !== null) work.toFill.push({ mapping: found, credential })
  }
  return work
}

/** Of those refused because they exist, those that do: the second of two alike stays refused. */
async function findExisting(
  within: Within,
  { server }: Caller,
  application: Application,
  rows: readonly XmlMapping[],
  refusals: ReadonlyMap<number, SsoError>,
): Promise<ReadonlyMap<number, MappingRow>> {
  const places = [...refusals].filter(([, { code }]) => code === 'MappingExists').map(([place]) => place)
  const byUser = new Map<string, number>()
  const accounts = new Set<string>()
  for (const place of places) {
    const row = rows[place]
    if (row === undefined) continue
    const resolved = resolveMapping(application, row, server)
    accounts.add(namingAccount(application, resolved))
    const key = keyOf(resolved)
    if (!byUser.has(key)) byUser.set(key, place)
  }
  const found = await findMappings(within, application.id, mappingKey(application), [...accounts])
  const pairs = found.map((row) => [byUser.get(keyOf(row)), row] as const)
  return new Map(pairs.flatMap(([place, row]) => (place === undefined ? [] : [[place, row]])))
}

function keyOf({ externalUser, windowsAccount }: MappingAccounts): string {
  return `${windowsAccount}\n${externalUser}`
}

function decide(
  application: Application,
  mapping: XmlMapping,
  refusal: SsoError | undefined,
  existing: MappingRow | undefined,
): ImportItem {
  const subject = subjectOf(mapping)
  if (refusal !== undefined && existing === undefined) return refusedItem(subject, refusal)
  const incomplete = refuseCredential(application, mapping.credential)
  if (incomplete !== null) return refusedItem(subject, incomplete)
  if (existing === undefined) return createdItem(subject)
  if (mapping.credential === null) return comparedItem(subject, [])
  const enabling = existing.enabled ? [] : [{ property: 'enabled', from: 'no', to: 'yes' }]
  return comparedItem(subject, [{ property: 'credential', from: null, to: null }, ...enabling])
}

function refuseCredential(application: Application, credential: XmlCredential | null): SsoError | null {
  if (credential === null) return null
  const values = unpackValues(credential.packed) ?? []
  try {
    checkValues(application, values)
    return null
  } catch (error) {
    return asRefusal(error)
  } finally {
    wipe(...values)
  }
}

/** How a mapping is named in a plan. */
export function subjectOf(mapping: XmlMapping): Pick<ImportItem, 'kind' | 'name' | 'at'> {
  const { application, at, externalUser, windowsAccount } = mapping
  // Joined, because a template's parts stay in memory beside the whole.
  const name = [windowsAccount, ' (', externalUser, ') in ', application].join('')
  return { kind: 'mapping', name, at }
}
