/* What the console loads once its window is up. */
export { workerJobs } from '../core/health/worker-jobs.ts'
export { workerKeyDerivation } from '../core/master-secret/key-derivation.ts'
export { workerRunner } from '../core/reencryption/reencryption-runner.ts'
export { openSsoSystem } from '../core/sso-system.ts'
