import type { SsoErrorData } from '../../../shared/errors.ts'
import type { EventPage, EventQuery, LogVerification } from '../../../shared/events.ts'
import type { CredentialCheckReport, HealthCheck } from '../../../shared/health.ts'
import type { NoticeName } from '../../../shared/ipc/channels.ts'
import type { SsoApi } from '../../../shared/ipc/client.ts'
import type { Notices } from '../../../shared/ipc/contract.ts'
import type { RehearsalReport } from '../../../shared/rehearsal.ts'
import { PendingAnswer } from './pending-answer.ts'

type Listen = <N extends NoticeName>(name: N, listener: (payload: Notices[N]) => void) => () => void

/** The main process' side of health, rehearsals and the event log: answers what a test tells it to. */
export class ChecksDouble {
  health: readonly HealthCheck[] = []
  healthRefusal: SsoErrorData | null = null
  healthCalls = 0
  readonly credentials = new PendingAnswer<CredentialCheckReport>()
  readonly database = new PendingAnswer<HealthCheck | null>()
  readonly rehearsal = new PendingAnswer<RehearsalReport>()
  readonly verification = new PendingAnswer<LogVerification>()
  /** The rehearsals asked for: the token and the password of a restore, and the very array it came in. */
  readonly rehearsals: (
    | 'generate'
    | { readonly file: string | null; readonly password: string; readonly array: Uint8Array }
  )[] = []
  /** Answers each search. */
  find: (query: EventQuery) => EventPage = () => ({ events: [], next: null })
  findRefusal: SsoErrorData | null = null
  readonly queries: EventQuery[] = []
  readonly cancelled: ('health' | 'rehearsal' | 'events')[] = []
  readonly #listen: Listen

  constructor(listen: Listen) {
    this.#listen = listen
  }

  get api(): Pick<SsoApi, 'health' | 'rehearsal' | 'events'> {
    return { health: this.#health(), rehearsal: this.#rehearsal(), events: this.#events() }
  }

  #health(): SsoApi['health'] {
    return {
      describe: async () => {
        this.healthCalls += 1
        return this.healthRefusal === null
          ? { ok: true, value: this.health }
          : { ok: false, error: this.healthRefusal }
      },
      checkCredentials: () => this.credentials.ask(),
      checkDatabase: () => this.database.ask(),
      cancel: () => this.#cancel('health'),
      onProgress: (listener) => this.#listen('health.progress', listener),
    }
  }

  #rehearsal(): SsoApi['rehearsal'] {
    return {
      generate: () => {
        this.rehearsals.push('generate')
        return this.rehearsal.ask()
      },
      restore: ({ file, password }) => {
        this.rehearsals.push({ file, password: new TextDecoder().decode(password), array: password })
        return this.rehearsal.ask()
      },
      cancel: () => this.#cancel('rehearsal'),
      onProgress: (listener) => this.#listen('rehearsal.progress', listener),
    }
  }

  #events(): SsoApi['events'] {
    return {
      find: async (query) => {
        this.queries.push(query as EventQuery)
        return this.findRefusal === null
          ? { ok: true, value: this.find(query as EventQuery) }
          : { ok: false, error: this.findRefusal }
      },
      verify: () => this.verification.ask(),
      cancel: () => this.#cancel('events'),
      onProgress: (listener) => this.#listen('events.progress', listener),
    }
  }

  async #cancel(what: 'health' | 'rehearsal' | 'events') {
    this.cancelled.push(what)
    return { ok: true, value: { cancelled: true } } as const
  }
}
