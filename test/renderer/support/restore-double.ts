import type { BackupFindings, ReplacedStore, RestoredSecret } from '../../../shared/backup.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { NoticeName } from '../../../shared/ipc/channels.ts'
import type { SsoApi } from '../../../shared/ipc/client.ts'
import type { Notices, RequestOf } from '../../../shared/ipc/contract.ts'
import { PendingAnswer } from './pending-answer.ts'

type Listen = <N extends NoticeName>(name: N, listener: (payload: Notices[N]) => void) => () => void

/** A trial or a restore as the main process received it, and the very array its password came in. */
export interface RestoreCall {
  readonly file: string | null
  readonly password: string
  readonly override?: boolean
  readonly array: Uint8Array
}

/** The main process' side of restoring, in memory: answers what a test tells it to. */
export class RestoreDouble {
  readonly trial = new PendingAnswer<BackupFindings>()
  readonly restore = new PendingAnswer<RestoredSecret>()
  readonly undoing = new PendingAnswer<RestoredSecret>()
  readonly trials: RestoreCall[] = []
  readonly restores: RestoreCall[] = []
  readonly undone: RequestOf<'restore.undo'>[] = []
  /** As they were asked for. */
  readonly removals: RequestOf<'restore.removeReplaced'>[] = []
  readonly removed: string[] = []
  removalRefusal: SsoErrorData | null = null
  replaced: readonly ReplacedStore[] = []
  cancelCalls = 0
  readonly #listen: Listen

  constructor(listen: Listen) {
    this.#listen = listen
  }

  get api(): SsoApi['restore'] {
    return {
      try: (request) => {
        this.trials.push(callOf(request))
        return this.trial.ask()
      },
      run: (request) => {
        this.restores.push({ ...callOf(request), override: request.override })
        return this.restore.ask()
      },
      cancel: async () => {
        this.cancelCalls += 1
        return { ok: true, value: { cancelled: true } }
      },
      listReplaced: async () => ({ ok: true, value: this.replaced }),
      undo: (request) => {
        this.undone.push(request)
        return this.undoing.ask()
      },
      removeReplaced: async (request) => {
        this.removals.push(request)
        return this.#remove(request.name)
      },
      onProgress: (listener) => this.#listen('restore.progress', listener),
    }
  }

  #remove(name: string): Awaited<ReturnType<SsoApi['restore']['removeReplaced']>> {
    if (this.removalRefusal !== null) return { ok: false, error: this.removalRefusal }
    this.removed.push(name)
    this.replaced = this.replaced.filter((store) => store.name !== name)
    return { ok: true, value: null }
  }
}

function callOf({ file, password }: RequestOf<'restore.try'>): RestoreCall {
  return { file, password: new TextDecoder().decode(password), array: password }
}
