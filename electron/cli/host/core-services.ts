/**
 * The one file of the command lines that imports the core's code. It is loaded when a verb runs, so that `--help`
 * and a mistyped command line are answered without it.
 */

import { currentOsAccount } from '../../core/access/os-account.ts'
import { nameOf } from '../../core/accounts/system-name-service.ts'
import { workerKeyDerivation } from '../../core/backup/key-derivation.ts'
import { sqliteAt } from '../../core/database/database-target.ts'
import { upgradeDatabase } from '../../core/database/engines/open-database.ts'
import { SsoError } from '../../core/errors/sso-error.ts'
import { recordIncident } from '../../core/events/incident-log.ts'
import { type DataDirectory, locateDataDirectory } from '../../core/files/data-directory.ts'
import { inProcessRunner } from '../../core/reencryption/sweep-thread.ts'
import { requirePlace, type SystemExpectation } from '../../core/require-place.ts'
import { openSsoSystem, type SsoSystem } from '../../core/sso-system.ts'
import { writeXmlFile } from '../../core/xml/write-xml-file.ts'
import { readXmlFile } from '../../core/xml/xml-file.ts'

/** What of the core works without an open system, and what opens one. */
export interface Core {
  readonly locateDataDirectory: typeof locateDataDirectory
  /**
   * What {@link openSystem} refuses a place for, before a verb asks anybody anything.
   *
   * @returns the name of the account that the data directory belongs to, where that is another one
   */
  readonly requirePlace: (directory: DataDirectory, expected: SystemExpectation) => Promise<string | null>
  readonly openSystem: (directory: DataDirectory, expected: SystemExpectation) => Promise<SsoSystem>
  readonly upgradeDatabase: (directory: DataDirectory) => ReturnType<typeof upgradeDatabase>
  readonly readXmlFile: typeof readXmlFile
  readonly writeXmlFile: typeof writeXmlFile
  readonly recordIncident: typeof recordIncident
  readonly isSsoError: (error: unknown) => error is SsoError
}

export const core: Core = {
  locateDataDirectory,
  requirePlace: async (directory, expected) => {
    const { foreignOwner } = await requirePlace(directory, expected, currentOsAccount)
    return foreignOwner === null ? null : nameOf('user', foreignOwner)
  },
  openSystem: (directory, expected) =>
    openSsoSystem({
      directory,
      expected,
      kdf: workerKeyDerivation(new URL('./kdf-worker.js', import.meta.url)),
      reencrypt: inProcessRunner(new URL('./cipher-worker.js', import.meta.url)),
    }),
  upgradeDatabase: ({ database }) => upgradeDatabase(sqliteAt(database)),
  readXmlFile,
  writeXmlFile,
  recordIncident,
  isSsoError: (error) => error instanceof SsoError,
}
