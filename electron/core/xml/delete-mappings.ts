import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { OsAccount } from '../access/os-account.ts'
import { canonicalAccount } from '../accounts/account-name.ts'
import { deleteInSlices, SLICE_ROWS, type Slice, type SliceOptions } from '../database/delete-in-slices.ts'
import type { SsoTables } from '../database/schema.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { Within } from '../database/within.ts'
import {
  allRefused,
  type DeletionFindings,
  deleteNoted,
  examineDeletion,
} from '../mappings/manage-mappings.ts'
import { requireApplication } from '../records/find-application.ts'
import type { MappingRef } from '../records/mapping.ts'
import { asRefusal, type ImportItem } from './import-plan.ts'
import { subjectOf } from './plan-mappings.ts'
import { xmlInvalid } from './xml-error.ts'
import type { XmlMapping } from './xml-model.ts'

/** What becomes of one mapping of a file that names those to be deleted. */
export interface DeletedItem extends Pick<ImportItem, 'name' | 'at'> {
  readonly kind: 'mapping'
  /** `absent`: there is none any more, as where a deletion that was interrupted is gone on with. */
  readonly outcome: 'deleted' | 'absent' | 'refused'
  /** Why it is refused. */
  readonly error: SsoErrorData | null
}

/** In the order of the file. */
export interface MappingDeletion {
  readonly items: readonly DeletedItem[]
  readonly counts: Readonly<Record<DeletedItem['outcome'], number>>
}

export interface DeletionOptions extends SliceOptions {
  /** Deletes those that are enabled, too, which are refused otherwise. */
  readonly disable?: boolean
}

interface Placed {
  readonly index: number
  readonly mapping: XmlMapping
}

/**
 * What would become of the mappings of a file. Only reads, however many are refused. Those that are not there are
 * passed over if any of the others is; where none is, the file is not for this system, and they are refused.
 *
 * @throws {@link SsoError} `XmlInvalid` if the file names a mapping twice
 */
export async function planDeletionOfFile(
  db: Kysely<SsoTables>,
  account: OsAccount,
  mappings: readonly XmlMapping[],
  { disable = false }: DeletionOptions,
): Promise<MappingDeletion> {
  refuseRepeated(mappings)
  const refusals = new Map<number, SsoErrorData>()
  const absent = new Map<number, SsoErrorData>()
  for (const placed of byApplication(mappings)) {
    const found = await examine(db, account, placed, disable)
    for (const [at, error] of found.refusals) refusals.set(placed[at]?.index ?? 0, error.toData())
    for (const [at, error] of found.absent) absent.set(placed[at]?.index ?? 0, error.toData())
    await setImmediate()
  }
  const isForeign = absent.size + refusals.size === mappings.length
  const items = mappings.map((mapping, index) => {
    const error = refusals.get(index) ?? (isForeign ? absent.get(index) : undefined)
    if (error !== undefined) return toItem(mapping, 'refused', error)
    return toItem(mapping, absent.has(index) ? 'absent' : 'deleted')
  })
  return { items, counts: countOutcomes(items) }
}

async function examine(
  db: Kysely<SsoTables>,
  account: OsAccount,
  placed: readonly Placed[],
  disable: boolean,
): Promise<DeletionFindings> {
  try {
    const application = await requireApplication(db, placed[0]?.mapping.application ?? '')
    return await examineDeletion(db, account, application, placed.map(toRef), disable)
  } catch (error) {
    return allRefused(placed, asRefusal(error))
  }
}

/**
 * Deletes the mappings of a file with their credentials, some hundreds in each transaction. What has gone meanwhile is
 * passed over.
 *
 * @returns how many were deleted.
 * @throws {@link SsoError} `DeletionStopped` if some were deleted and some were not, as when one is refused that was
 * not before; what stopped it if none was
 */
export async function deleteMappingsOfFile(
  database: SsoDatabase,
  account: OsAccount,
  mappings: readonly XmlMapping[],
  { disable = false, ...options }: DeletionOptions,
): Promise<number> {
  const slices = byApplication(mappings)
  const deleteSlice = async (within: Within, number: number): Promise<Slice> => {
    const placed = slices[number] ?? []
    const application = await requireApplication(within, placed[0]?.mapping.application ?? '')
    const found = await examineDeletion(within, account, application, placed.map(toRef), disable)
    const [refusal] = found.refusals.values()
    if (refusal !== undefined) throw refusal
    await deleteNoted(within, account, application, found.rows)
    return { deleted: found.rows.length, isLast: number >= slices.length - 1 }
  }
  return deleteInSlices(database, { application: '', total: mappings.length }, deleteSlice, options)
}

function toRef({ mapping: { externalUser, windowsAccount } }: Placed): MappingRef {
  return { externalUser, windowsAccount }
}

/** Of one application, {@link SLICE_ROWS} at most. */
function byApplication(mappings: readonly XmlMapping[]): readonly (readonly Placed[])[] {
  const groups = new Map<string, Placed[][]>()
  for (const [index, mapping] of mappings.entries()) {
    const name = mapping.application.toLowerCase()
    const chunks = groups.get(name) ?? [[]]
    groups.set(name, chunks)
    const last = chunks.at(-1)
    if (last !== undefined && last.length < SLICE_ROWS) last.push({ index, mapping })
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

function toItem(
  mapping: XmlMapping,
  outcome: DeletedItem['outcome'],
  error: SsoErrorData | null = null,
): DeletedItem {
  const { at, name } = subjectOf(mapping)
  return { kind: 'mapping', name, at, outcome, error }
}

function countOutcomes(items: readonly DeletedItem[]): MappingDeletion['counts'] {
  const counts = { deleted: 0, absent: 0, refused: 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return counts
}
