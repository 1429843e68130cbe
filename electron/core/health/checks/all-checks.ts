import { backedUpCheck } from './backed-up.ts'
import { backupFileCheck } from './backup-file.ts'
import { backupVerifiedCheck } from './backup-verified.ts'
import { clockCheck } from './clock.ts'
import { databaseIntegrityCheck } from './database-integrity.ts'
import { filePermissionsCheck } from './file-permissions.ts'
import type { Check } from './health-check.ts'
import { logChainCheck } from './log-chain.ts'
import { masterSecretCheck } from './master-secret.ts'
import { protectorCheck } from './protector.ts'
import { rowsPerSecretCheck } from './rows-per-secret.ts'
import { secretAgeCheck } from './secret-age.ts'
import { selfTestsCheck } from './self-tests.ts'
import { ssoEnabledCheck } from './sso-enabled.ts'
import { unreadableRowsCheck } from './unreadable-rows.ts'

/** In the order shown. */
export const allChecks: readonly Check[] = [
  ssoEnabledCheck,
  masterSecretCheck,
  secretAgeCheck,
  backedUpCheck,
  backupVerifiedCheck,
  backupFileCheck,
  rowsPerSecretCheck,
  unreadableRowsCheck,
  protectorCheck,
  filePermissionsCheck,
  databaseIntegrityCheck,
  clockCheck,
  logChainCheck,
  selfTestsCheck,
]
