import type { Program } from '../verb/program.ts'
import { showDatabase } from '../verb-parts/show-db.ts'
import { auditLevel } from './audit-level.ts'
import { backupSecret } from './backup-secret.ts'
import { changeProtector } from './change-protector.ts'
import { createDatabase } from './create-database.ts'
import { generateSecret } from './generate-secret.ts'
import { health } from './health.ts'
import { recoverWithKey } from './recover-with-key.ts'
import { reencrypt } from './reencrypt.ts'
import { rehearse } from './rehearse.ts'
import { restoreSecret } from './restore-secret.ts'
import { retired } from './retired.ts'
import { saveRecoveryKey } from './save-recovery-key.ts'
import { showSecret } from './show-secret.ts'
import { upgradeDatabase } from './upgrade-database.ts'
import { verifyBackup } from './verify-backup.ts'

export const ssoconfig: Program = {
  name: 'ssoconfig',
  summary: 'Configures Enterprise Single Sign-On on this computer: the master secret and the SSO database.',
  verbs: [
    generateSecret,
    backupSecret,
    restoreSecret,
    verifyBackup,
    showSecret,
    health,
    rehearse,
    changeProtector,
    saveRecoveryKey,
    recoverWithKey,
    reencrypt,
    auditLevel,
    showDatabase,
    createDatabase,
    upgradeDatabase,
  ],
  retired,
}
