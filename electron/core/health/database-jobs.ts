import type { SsoErrorData } from '../../../shared/errors.ts'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { wipe } from '../crypto/wipe.ts'
import { copyDatabase } from '../database/database-copy.ts'
import { type DatabaseSurvey, surveyDatabase } from '../database/database-survey.ts'
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
  /** As {@link surveyDatabase}. */
  survey(path: string, full: boolean): Promise<DatabaseSurvey>
  /** As {@link copyDatabase}. */
  copy(path: string, copy: string): Promise<void>
}

/** What a worker is to do. */
export type DatabaseJob =
  | { readonly kind: 'check'; readonly task: DecryptCheckTask }
  | { readonly kind: 'survey'; readonly path: string; readonly full: boolean }
  | { readonly kind: 'copy'; readonly path: string; readonly copy: string }

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
    survey: (path, full) => surveyDatabase(path, full, eventIds),
    copy: copyDatabase,
  }
}

/** Wipes the keys of a task. */
export function wipeKeys({ keys }: DecryptCheckTask): void {
  wipe(...keys.map(({ key }) => key))
}
