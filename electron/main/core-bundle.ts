/* What the console loads once its window is up. */

export { workerKeyDerivation } from '../core/backup/key-derivation.ts'
export { workerJobs } from '../core/health/worker-jobs.ts'
export { workerRunner } from '../core/reencryption/sweep-thread.ts'
export { openSsoSystem } from '../core/sso-system.ts'
