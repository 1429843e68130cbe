import { createContext, useContext } from 'react'
import type { Outcome } from '../../shared/errors.ts'

/** A bug met while the console runs. */
export type Crash =
  /** In the main process, which has logged it under this id. */
  | { readonly place: 'service'; readonly incident: string }
  /** In this window. */
  | { readonly place: 'window'; readonly detail: string }

export type ReportCrash = (crash: Crash) => void

export const CrashContext = createContext<ReportCrash>(() => {})

/** Opens the crash dialog. */
export function useReportCrash(): ReportCrash {
  return useContext(CrashContext)
}

/** The crash that an outcome tells of, or `null` when it succeeded or failed in an expected way. */
export function crashIn(outcome: Outcome<unknown>): Crash | null {
  if (outcome.ok || outcome.error.code !== 'Unexpected') return null
  return { place: 'service', incident: String(outcome.error.details.incident) }
}

/** What was thrown, as a crash of this window. */
export function crashOf(thrown: unknown): Crash {
  const detail =
    thrown instanceof Error ? (thrown.stack ?? `${thrown.name}: ${thrown.message}`) : String(thrown)
  return { place: 'window', detail }
}
