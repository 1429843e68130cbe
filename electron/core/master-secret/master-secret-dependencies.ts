import type { OsAccount } from '../access/os-account.ts'
import type { KeyDerivation } from '../backup/key-derivation.ts'
import type { PasswordThrottle } from '../backup/password-throttle.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { DataDirectory } from '../files/data-directory.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { ReencryptionService } from '../reencryption/reencryption.service.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { CredentialCheck } from './restore-trial.ts'

/** What the operations on the master secret work with. */
export interface MasterSecretDependencies {
  readonly directory: DataDirectory
  readonly files: FileSystem
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly events: EventRecorder
  readonly kdf: KeyDerivation
  readonly reencryption: ReencryptionService
  readonly account: () => Promise<OsAccount>
  readonly server: string
  /** Of scrypt, as age counts it. */
  readonly workFactor: number
  /** Where credentials are tried; without it, on the calling thread. */
  readonly checkCredentials?: CredentialCheck
  /** For the backup passwords that are tried; without it, one of its own. */
  readonly passwords?: PasswordThrottle
  /** Called when a secret that was in use may be so no longer: keys made of it are to be forgotten. */
  readonly onSecretsReplaced?: () => void
}
