import { useEffect, useRef, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { ErrorField } from '../../shared/errors.ts'

/** The field errors that still stand, and what hears of a field whose value is another now. */
export type StandingErrors = readonly [FieldErrors, onChanged: (field: ErrorField) => void]

/**
 * Keeps each field's error for as long as it is so: what a rule of `check` refuses, until the rule is content, in the
 * words for what the field holds now; what only the service can refuse, until that field is changed.
 *
 * @param found - the same object until others are found.
 * @param check - the rules, for what the fields hold now.
 */
export function useStandingErrors(found: FieldErrors, check: () => FieldErrors): StandingErrors {
  const [standing, setStanding] = useState(found)
  const [seen, setSeen] = useState(found)
  const latest = useRef(check)
  latest.current = check
  const ruled = useRef<ReadonlySet<string>>(new Set())
  if (seen !== found) {
    setSeen(found)
    setStanding(found)
  }
  useEffect(() => {
    if (isEmpty(found)) return
    const broken = latest.current()
    const byRule = Object.entries(found).filter(
      ([field, { code }]) => broken[field as ErrorField]?.code === code,
    )
    ruled.current = new Set(byRule.map(([field]) => field))
  }, [found])
  const onChanged = (changed: ErrorField) => {
    if (isEmpty(standing)) return
    const broken = latest.current()
    const isAsked = (field: string) => field === changed || ruled.current.has(field)
    const left = Object.entries(standing).flatMap(([field, error]) => {
      const now = isAsked(field) ? broken[field as ErrorField] : error
      return now === undefined ? [] : [[field, now] as const]
    })
    setStanding(Object.fromEntries(left))
  }
  return [standing, onChanged]
}

function isEmpty(errors: FieldErrors): boolean {
  return Object.keys(errors).length === 0
}
