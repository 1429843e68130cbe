import type { SsoErrorData } from '../../../shared/errors.ts'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { wipe } from '../crypto/wipe.ts'
import type { DatabaseSurvey } from '../database/database-survey.ts'
import type { DatabaseTarget } from '../database/database-target.ts'
import { type DatabaseMaintenance, maintenanceOf } from '../database/engines/maintenance.ts'
import { eventIds } from '../events/event.ts'
import {
  checkEveryCredential,
  type DecryptCheckOptions,
  type DecryptCheckResult,
  type DecryptCheckTask,
} from './decrypt-check.ts'

/** What takes a thread for a while, because it reads all of a database. */
export interface DatabaseJobs {
  /** As {@link checkEveryCredential}, but it takes the task's keys over and wipes them. */
  check(task: DecryptCheckTask, options: DecryptCheckOptions): Promise<DecryptCheckResult>
  /** As {@link DatabaseMaintenance.survey}. */
  survey(target: DatabaseTarget, full: boolean): Promise<DatabaseSurvey>
  /** As {@link DatabaseMaintenance.copyTo}. */
  copy(target: DatabaseTarget, copy: string): Promise<void>
}

/** What a worker is to do. */
export type DatabaseJob =
  | { readonly kind: 'check'; readonly task: DecryptCheckTask }
  | { readonly kind: 'survey'; readonly target: DatabaseTarget; readonly full: boolean }
  | { readonly kind: 'copy'; readonly target: DatabaseTarget; readonly copy: string }

/** What a worker tells whoever started it. */
export type DatabaseJobReport =
  | { readonly kind: 'progress'; readonly progress: CredentialCheckProgress }
  | { readonly kind: 'ended'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: SsoErrorData }

/** On the calling thread: for command lines, which have nothing else to do. */
export function inProcessJobs(): DatabaseJobs {
  return {
    async check(task, options) {
      try {
        return await checkEveryCredential(task, options)
      } finally {
        wipeKeys(task)
      }
    },
    survey: (target, full) => maintenanceOf(target).survey(full, eventIds),
    copy: (target, copy) => maintenanceOf(target).copyTo(copy),
  }
}

/** Wipes the keys of a task. */
export function wipeKeys({ keys }: DecryptCheckTask): void {
  wipe(...keys.map(({ key }) => key))
}
