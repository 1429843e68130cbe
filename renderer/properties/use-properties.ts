import { useCallback, useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'
import { changesBetween, draftOf, type Properties, type PropertiesDraft } from './properties-draft.ts'
import { faultsOf, findFaults, type PropertyFaults } from './property-faults.ts'
import { fieldOrder, type PropertyTab, propertyTexts } from './property-texts.ts'

/** How the properties are read: all of them or none. */
export function useReadProperties(): () => Promise<Outcome<Properties>> {
  const { sso } = useHost()
  return useCallback(async () => {
    const [info, auditLevels] = await Promise.all([sso.globalInfo.read({}), sso.globalInfo.auditLevels({})])
    if (!info.ok) return info
    if (!auditLevels.ok) return auditLevels
    return { ok: true, value: { info: info.value, auditLevels: auditLevels.value } }
  }, [sso])
}

/** What is wrong: at fields, or such that no field can mend it. */
interface Faults {
  readonly fields: PropertyFaults
  readonly failure: SsoErrorData | null
}

const noFaults: Faults = { fields: {}, failure: null }

/** The fields of the dialog and what becomes of them. */
export interface PropertiesFields extends Faults {
  /** The faults as they were found; those of them that still stand are in {@link fields}. */
  readonly found: PropertyFaults
  readonly draft: PropertiesDraft
  readonly tab: PropertyTab
  readonly running: boolean
  readonly change: (changed: Partial<PropertiesDraft>) => void
  readonly selectTab: (tab: PropertyTab) => void
  /** Applies what was changed, all or nothing. */
  readonly submit: () => Promise<void>
}

/** A field that was changed is at fault as long as a rule refuses what it holds now. */
function faultsAfter(
  faults: PropertyFaults,
  changed: Partial<PropertiesDraft>,
  draft: PropertiesDraft,
): PropertyFaults {
  const touched = fieldOrder.filter((field) => field in changed && faults[field] !== undefined)
  if (touched.length === 0) return faults
  const broken = findFaults(draft)
  const left = fieldOrder.flatMap((field) => {
    const fault = touched.includes(field) ? broken[field] : faults[field]
    return fault === undefined ? [] : [[field, fault] as const]
  })
  return Object.fromEntries(left)
}

/**
 * @param properties - as first read; what somebody else changes meanwhile is left alone.
 * @param onApplied - told whether there was anything to apply.
 * @param onRefused - the system may be another than was read.
 */
export function useProperties(
  properties: Properties,
  onApplied: (changed: boolean) => void,
  onRefused: () => void,
): PropertiesFields {
  const { sso } = useHost()
  const ask = useAsk()
  const [before] = useState(() => draftOf(properties))
  const [draft, setDraft] = useState(before)
  const [tab, selectTab] = useState<PropertyTab>('general')
  const [faults, setFaults] = useState(noFaults)
  const [found, setFound] = useState(noFaults.fields)
  const [running, setRunning] = useState(false)
  const show = (next: Faults) => {
    setFaults(next)
    setFound(next.fields)
    const first = fieldOrder.find((field) => next.fields[field] !== undefined)
    if (first !== undefined) selectTab(propertyTexts[first].tab)
  }
  const submit = async () => {
    const broken = findFaults(draft)
    if (Object.keys(broken).length > 0) return show({ fields: broken, failure: null })
    const change = changesBetween(before, draft)
    if (change === null) return onApplied(false)
    setRunning(true)
    const answer = await ask(() => sso.globalInfo.update(change))
    if (answer.ok) return onApplied(true)
    setRunning(false)
    const fields = answer.error === null ? {} : faultsOf(answer.error, before, draft)
    show(fields === null ? { fields: {}, failure: answer.error } : { fields, failure: null })
    onRefused()
  }
  const change = (changed: Partial<PropertiesDraft>) => {
    const next = { ...draft, ...changed }
    setDraft(next)
    setFaults((now) => ({ ...now, fields: faultsAfter(now.fields, changed, next) }))
  }
  return { ...faults, found, draft, tab, running, change, selectTab, submit }
}
