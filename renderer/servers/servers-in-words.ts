import type { Msid } from '../../shared/master-secret.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { ageInWords } from '../words/time-in-words.ts'

/** The master secrets that the system uses, as far as they are known here. */
export interface SystemSecrets {
  readonly current: Msid | null
  readonly previous: Msid | null
}

/** Taken from the master secret server, or, while it awaits a restore, from what the credentials are under. */
export function secretsOf(
  servers: readonly ServerOverview[],
  overview: SystemOverview | null,
): SystemSecrets {
  const held = servers.find(({ isMasterSecretServer }) => isMasterSecretServer)?.msids ?? []
  const [current = null, previous = null] = held
  const { masterSecret } = overview ?? {}
  if (current === null && masterSecret?.state === 'awaiting-restore') {
    return { current: masterSecret.msid, previous: null }
  }
  return { current, previous }
}

/** What a server does in the system. */
export function roleInWords({ isMasterSecretServer }: ServerOverview): string {
  return isMasterSecretServer ? 'Master secret server' : 'SSO server'
}

/** When a server last opened the system. The one that asks has it open. */
export function lastSeenInWords({ isThisServer, lastSeenAt }: ServerOverview, now: Date): string {
  if (isThisServer) return 'Now'
  return lastSeenAt === null ? 'Never' : ageInWords(lastSeenAt, now)
}

/** Which master secrets a server holds: `Current (3F2B), previous (91C5)`. */
export function heldInWords(held: readonly Msid[] | null, system: SystemSecrets): string {
  if (held === null) return 'Not known'
  if (held.length === 0) return 'None'
  const words = held.map((msid) => `${kindOf(msid, system)} (${shortMsid(msid)})`).join(', ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function kindOf(msid: Msid, { current, previous }: SystemSecrets): string {
  if (msid === current) return 'current'
  if (msid === previous) return 'previous'
  return current === null ? 'secret' : 'outdated'
}

/** As it begins the name of a backup file. */
function shortMsid(msid: Msid): string {
  return msid.slice(0, 4).toUpperCase()
}
