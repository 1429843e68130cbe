import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mayAdministerComputer } from '../core/access/os-account.ts'
import { SsoError, systemErrorCode } from '../core/errors/sso-error.ts'
import { type DataDirectory, locateDataDirectory } from '../core/files/data-directory.ts'
import { lookAtPlace, unusable } from '../core/files/look-at-place.ts'
import { prepareAtOnce } from '../core/files/make-data-directory.ts'
import { refusalOf } from '../core/require-place.ts'

/** Where the console works, or why it cannot. */
export type ConsolePlace =
  | {
      readonly kind: 'ready'
      readonly directory: DataDirectory
      /** Whether a system is there already. */
      readonly expected: 'existing' | 'either'
      /** The folder of the browser profile. */
      readonly profile: string
    }
  | { readonly kind: 'refused'; readonly error: () => Promise<SsoError> }

/**
 * Finds the console's data directory and makes it, and its profile in it, where it may. Nothing is made in one that is
 * refused. Synchronous: the window system takes its profile before anything can be waited for.
 *
 * @param named - the value of `--data-dir`; `undefined` where it is not given
 */
export function findConsolePlace(named: string | undefined): ConsolePlace {
  try {
    return findPlace(locateDataDirectory(named))
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    return { kind: 'refused', error: async () => error }
  }
}

function findPlace(directory: DataDirectory): ConsolePlace {
  const place = lookAtPlace(directory)
  const mayBeMade = place.kind === 'absent' && place.parent === null && mayAdministerComputer()
  if (place.kind !== 'system' && !mayBeMade)
    return { kind: 'refused', error: () => refusalOf(directory, place) }
  prepareAtOnce(directory)
  // What a browser leaves behind as root would keep the owner's own console from starting.
  const profile = place.foreignOwner === null ? makeProfile(directory) : temporaryProfile()
  return { kind: 'ready', directory, expected: place.kind === 'system' ? 'existing' : 'either', profile }
}

/** The window system takes a profile that it cannot write for one that another console has open. */
function makeProfile({ console: profile }: DataDirectory): string {
  const probe = join(profile, `.write-test-${process.pid}`)
  try {
    try {
      mkdirSync(profile, { mode: 0o700 })
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
    closeSync(openSync(probe, 'wx', 0o600))
    rmSync(probe, { force: true })
    return profile
  } catch (error) {
    throw unusable(profile, error)
  }
}

/** A browser profile for this run only. */
export function temporaryProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'sso-console-'))
  process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }))
  return profile
}
