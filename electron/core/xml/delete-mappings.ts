import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { OsAccount } from '../access/os-account.ts'
import { canonicalAccount } from '../accounts/account-name.ts'
import { requireApplication } from '../applications/find-application.ts'
import type { SsoTables } from '../database/schema.ts'
import { deleteMappings, findDeletionRefusals, switchMappings } from '../mappings/manage-mappings.ts'
import type { MappingRef } from '../mappings/mapping.ts'
import type { SsoError } from '../sso-error.ts'
import { asRefusal, type ImportItem } from './import-plan.ts'
import { subjectOf } from './plan-mappings.ts'
import { xmlInvalid } from './xml-error.ts'
import type { XmlMapping } from './xml-model.ts'

/** What becomes of one mapping of a file that names those to be deleted. */
export interface DeletedItem extends Pick<ImportItem, 'name' | 'at'> {
  readonly kind: 'mapping'
  readonly outcome: 'deleted' | 'refused'
  /** Why it is refused. */
  readonly error: SsoErrorData | null
}

/** In the order of the file. */
export interface MappingDeletion {
  readonly items: readonly DeletedItem[]
  readonly counts: Readonly<Record<DeletedItem['outcome'], number>>
}

export interface DeletionOptions {
  /** Disables the mappings that are enabled, which are refused otherwise. */
  readonly disable?: boolean
}

interface Placed {
  readonly index: number
  readonly mapping: XmlMapping
}

/** Mappings deleted with one statement, after which other work may go on. */
const AT_ONCE = 1000

/**
 * What would become of the mappings of a file. Only reads, however many are refused.
 *
 * @throws {@link SsoError} `XmlInvalid` if the file names a mapping twice
 */
export async function planDeletionOfFile(
  within: Kysely<SsoTables>,
  account: OsAccount,
  mappings: readonly XmlMapping[],
  { disable = false }: DeletionOptions,
): Promise<MappingDeletion> {
  refuseRepeated(mappings)
  const refusals = new Map<number, SsoErrorData>()
  for (const placed of byApplication(mappings)) {
    const found = await findRefusals(within, account, placed, disable)
    for (const [at, error] of found) refusals.set(placed[at]?.index ?? 0, error.toData())
    await setImmediate()
  }
  const items = mappings.map((mapping, index) => toItem(mapping, refusals.get(index) ?? null))
  return { items, counts: { deleted: items.length - refusals.size, refused: refusals.size } }
}

async function findRefusals(
  within: Kysely<SsoTables>,
  account: OsAccount,
  placed: readonly Placed[],
  disable: boolean,
): Promise<ReadonlyMap<number, SsoError>> {
  try {
    const application = await requireApplication(within, placed[0]?.mapping.application ?? '')
    return await findDeletionRefusals(within, account, application, placed.map(toRef), disable)
  } catch (error) {
    const refusal = asRefusal(error)
    return new Map(placed.map((_, at) => [at, refusal]))
  }
}

/**
 * Takes a transaction: deletes the mappings of a file, none of which is refused, with their credentials.
 *
 * @throws {@link SsoError} as `deleteMappings` does
 */
export async function deleteMappingsOfFile(
  within: Kysely<SsoTables>,
  account: OsAccount,
  mappings: readonly XmlMapping[],
  { disable = false }: DeletionOptions,
): Promise<void> {
  for (const placed of byApplication(mappings)) {
    const application = await requireApplication(within, placed[0]?.mapping.application ?? '')
    const refs = placed.map(toRef)
    if (disable) await switchMappings(within, account, application, refs, false)
    await deleteMappings(within, account, application, refs)
    await setImmediate()
  }
}

function toRef({ mapping: { externalUser, windowsAccount } }: Placed): MappingRef {
  return { externalUser, windowsAccount }
}

/** Of one application, {@link AT_ONCE} at most. */
function byApplication(mappings: readonly XmlMapping[]): readonly (readonly Placed[])[] {
  const groups = new Map<string, Placed[][]>()
  for (const [index, mapping] of mappings.entries()) {
    const name = mapping.application.toLowerCase()
    const chunks = groups.get(name) ?? [[]]
    groups.set(name, chunks)
    const last = chunks.at(-1)
    if (last !== undefined && last.length < AT_ONCE) last.push({ index, mapping })
    else chunks.push([{ index, mapping }])
  }
  return [...groups.values()].flat()
}

function refuseRepeated(mappings: readonly XmlMapping[]): void {
  const seen = new Set<string>()
  for (const { application, at, externalUser, windowsAccount } of mappings) {
    const key = [application.toLowerCase(), canonicalAccount(windowsAccount), externalUser].join('\n')
    if (seen.has(key)) throw xmlInvalid(at, 'mapping', 'it is there twice')
    seen.add(key)
  }
}

function toItem(mapping: XmlMapping, error: SsoErrorData | null): DeletedItem {
  const { at, name } = subjectOf(mapping)
  return { kind: 'mapping', name, at, outcome: error === null ? 'deleted' : 'refused', error }
}
