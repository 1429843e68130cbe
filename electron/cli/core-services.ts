/**
 * The one file of the command lines that imports the core's code. It is loaded when a verb runs, so that `--help`
 * and a mistyped command line are answered without it.
 */
import { createDatabase, upgradeDatabase } from '../core/database/database-services.ts'
import { recordIncident } from '../core/events/incident-log.ts'
import {
  type DataDirectory,
  locateDataDirectory,
  prepareDataDirectory,
} from '../core/files/data-directory.ts'
import { workerKeyDerivation } from '../core/master-secret/key-derivation.ts'
import { inProcessRunner } from '../core/reencryption/reencryption-runner.ts'
import { SsoError } from '../core/sso-error.ts'
import { openSsoSystem, type SsoSystem } from '../core/sso-system.ts'
import { readXmlFile, writeXmlFile } from '../core/xml/xml-file.ts'

/** What of the core works without an open system, and what opens one. */
export interface Core {
  readonly locateDataDirectory: typeof locateDataDirectory
  readonly prepareDataDirectory: typeof prepareDataDirectory
  readonly openSystem: (directory: DataDirectory) => Promise<SsoSystem>
  readonly createDatabase: typeof createDatabase
  readonly upgradeDatabase: typeof upgradeDatabase
  readonly readXmlFile: typeof readXmlFile
  readonly writeXmlFile: typeof writeXmlFile
  readonly recordIncident: typeof recordIncident
  readonly isSsoError: (error: unknown) => error is SsoError
}

export const core: Core = {
  locateDataDirectory,
  prepareDataDirectory,
  openSystem: (directory) =>
    openSsoSystem({
      directory,
      kdf: workerKeyDerivation(new URL('./kdf-worker.js', import.meta.url)),
      reencrypt: inProcessRunner(new URL('./reseal-worker.js', import.meta.url)),
    }),
  createDatabase,
  upgradeDatabase,
  readXmlFile,
  writeXmlFile,
  recordIncident,
  isSsoError: (error) => error instanceof SsoError,
}
