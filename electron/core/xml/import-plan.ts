import type { SsoErrorData } from '../../../shared/errors.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Position } from './xml-error.ts'

/** A property that differs; `null` where a value is not shown. */
export interface PropertyChange {
  /** As the format names it. */
  readonly property: string
  readonly from: string | null
  readonly to: string | null
}

/**
 * What a file asks for, and is not so yet. `left-disabled`: it enables an application that is new, which the original
 * refuses (10850). `tickets-wait`: it allows tickets, which are issued once the SSO system allows them.
 * `validation-stays`: it has tickets of the application taken without validation, which the SSO system requires.
 */
export type ImportNote = 'left-disabled' | 'tickets-wait' | 'validation-stays'

/** What becomes of one element of a file. */
export interface ImportItem {
  readonly kind: 'globalInfo' | 'application' | 'mapping'
  /** Of the application, or `account (external user)` and the application; empty for global information. */
  readonly name: string
  readonly at: Position
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused'
  readonly changes: readonly PropertyChange[]
  readonly notes: readonly ImportNote[]
  /** Why it is refused. */
  readonly error: SsoErrorData | null
}

/** The difference between a file and the database: global information, applications, mappings, each in their order. */
export interface ImportPlan {
  readonly items: readonly ImportItem[]
  readonly counts: Readonly<Record<ImportItem['outcome'], number>>
}

const NOTHING: readonly never[] = []

type Subject = Pick<ImportItem, 'kind' | 'name' | 'at'>

export function createdItem({ at, kind, name }: Subject, notes: readonly ImportNote[] = NOTHING): ImportItem {
  return { kind, name, at, outcome: 'created', changes: NOTHING, notes, error: null }
}

/** Unchanged if there are no changes. */
export function comparedItem(
  { at, kind, name }: Subject,
  changes: readonly PropertyChange[],
  notes: readonly ImportNote[] = NOTHING,
): ImportItem {
  const outcome = changes.length === 0 ? 'unchanged' : 'changed'
  return { kind, name, at, outcome, changes, notes, error: null }
}

export function refusedItem({ at, kind, name }: Subject, error: SsoError): ImportItem {
  return { kind, name, at, outcome: 'refused', changes: NOTHING, notes: NOTHING, error: error.toData() }
}

/** What differs between two of the same properties. */
export function changesOf(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly PropertyChange[] {
  return Object.entries(after).flatMap(([property, to]) => {
    const from = before[property] ?? ''
    return from === to ? [] : [{ property, from, to }]
  })
}

/** @returns whether it is about what a file asks for, and not about what it is asked of. */
function isRefusal(error: unknown): error is SsoError {
  if (!(error instanceof SsoError)) return false
  return error.code !== 'NameServiceFailed' && !error.code.startsWith('Database')
}

/**
 * @returns the error if it is about what a file asks for.
 * @throws whatever else it is: the whole import ends with it.
 */
export function asRefusal(error: unknown): SsoError {
  if (isRefusal(error)) return error
  throw error
}

export function makePlan(items: readonly ImportItem[]): ImportPlan {
  const counts = { created: 0, changed: 0, unchanged: 0, refused: 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return { items, counts }
}

interface RefusablePlan {
  readonly items: readonly (Subject & {
    readonly outcome: string
    readonly error: SsoErrorData | null
  })[]
  readonly counts: { readonly refused: number }
}

/** @throws {@link SsoError} `XmlRefused` if anything in the plan is. */
export function requireNothingRefused({ counts, items }: RefusablePlan): void {
  const first = items.find(({ outcome }) => outcome === 'refused')
  if (first?.error == null) return
  const { code } = first.error
  throw SsoError.of(
    'XmlRefused',
    {
      code,
      count: counts.refused,
      element: first.name === '' ? first.kind : `${first.kind} ${first.name}`,
      reason: SsoError.fromData(first.error).message.replace(/\.$/, ''),
      ...first.at,
    },
    { wraps: first.error },
  )
}
