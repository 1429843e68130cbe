import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a run of faults came to. */
export interface FaultCounts {
  readonly faults: number
  /** How many of the faults were processes that stood still while another came. */
  readonly freezes?: number
  /** Credentials that neither the secret store nor a backup could read afterwards. */
  readonly unreadableRows: number
  /** Master secrets that were there before and are nowhere afterwards. */
  readonly lostSecrets: number
}

/** Where the counts of one run of Vitest come together, whatever process a test runs in. */
const VARIABLE = 'SSO_TEST_FAULT_COUNTS'

/** Adds to the figure that is printed when all tests have run. To be called before the counts are asserted. */
export function countFaults(counts: FaultCounts): void {
  const folder = process.env[VARIABLE]
  if (folder !== undefined) writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(counts))
}

/** Adds faults none of which left a row unreadable or a secret lost. */
export function countHarmless(faults: number): void {
  countFaults({ faults, unreadableRows: 0, lostSecrets: 0 })
}

/** Vitest's global setup: makes room for the counts and, when all tests have run, prints the figure. */
export default function printFaultCounts(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sso-fault-counts-'))
  process.env[VARIABLE] = folder
  return () => {
    const { faults, freezes, lostSecrets, unreadableRows } = sumOf(folder)
    rmSync(folder, { recursive: true })
    if (faults === 0) return
    const figure = (count: number): string => count.toLocaleString('en-GB')
    console.log(
      `reliability: ${figure(faults)} faults injected (${figure(freezes)} of them fenced locks), ${figure(unreadableRows)} unreadable rows, ${figure(lostSecrets)} lost secrets`,
    )
  }
}

function sumOf(folder: string): Required<FaultCounts> {
  const total = { faults: 0, freezes: 0, unreadableRows: 0, lostSecrets: 0 }
  for (const name of readdirSync(folder)) {
    const counts = JSON.parse(readFileSync(join(folder, name), 'utf8')) as FaultCounts
    total.faults += counts.faults
    total.freezes += counts.freezes ?? 0
    total.unreadableRows += counts.unreadableRows
    total.lostSecrets += counts.lostSecrets
  }
  return total
}
