import type { CredentialPages, CredentialScan, SecretChange } from '../credential-rows.ts'
import type { DatabaseTarget } from '../database-target.ts'
import { SqliteCredentialPages } from '../sqlite/sqlite-credential-pages.ts'
import { SqliteCredentialScan } from '../sqlite/sqlite-credential-scan.ts'

/** @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` and the others of its file */
export function openCredentialPages(target: DatabaseTarget, secrets: SecretChange): Promise<CredentialPages> {
  return SqliteCredentialPages.open(target.path, secrets)
}

/** @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` and the others of its file */
export function openCredentialScan(target: DatabaseTarget): Promise<CredentialScan> {
  return SqliteCredentialScan.open(target.path)
}
