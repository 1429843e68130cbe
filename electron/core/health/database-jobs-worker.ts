import { parentPort, workerData } from 'node:worker_threads'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type DatabaseJob, type DatabaseJobReport, inProcessJobs } from './database-jobs.ts'

const job = workerData as DatabaseJob
const jobs = inProcessJobs()
const stop = new AbortController()
const report = (what: DatabaseJobReport): void => parentPort?.postMessage(what)

// Anything said to it means that it is to stop.
parentPort?.once('message', () => stop.abort())

function run(): Promise<unknown> {
  if (job.kind === 'survey') return jobs.survey(job.target, job.full)
  if (job.kind === 'copy') return jobs.copy(job.target, job.copy)
  const onProgress = (progress: CredentialCheckProgress): void => report({ kind: 'progress', progress })
  return jobs.check(job.task, { onProgress, signal: stop.signal })
}

try {
  report({ kind: 'ended', result: await run() })
} catch (error) {
  if (!(error instanceof SsoError)) throw error
  report({ kind: 'failed', error: error.toData() })
} finally {
  parentPort?.close()
}
