import type { ScopeNode } from '../../../shared/actions.ts'
import type { Outcome, SsoErrorData } from '../../../shared/errors.ts'
import type { NoticeName } from '../../../shared/ipc/channels.ts'
import type { SsoApi } from '../../../shared/ipc/client.ts'
import type { Notices, RequestOf } from '../../../shared/ipc/contract.ts'
import type { FileChoice } from '../../../shared/ipc/file-choice.ts'
import type { GeneratedSecret } from '../../../shared/master-secret.ts'
import type { ReencryptionOverview, ReencryptionPhase } from '../../../shared/reencryption.ts'
import type {
  MasterSecretOverview,
  SystemOverview,
  SystemPermissions,
} from '../../../shared/system-overview.ts'
import { AdministrationDouble } from './administration-double.ts'
import { BackupDouble } from './backup-double.ts'
import { ChecksDouble } from './checks-double.ts'
import { RestoreDouble } from './restore-double.ts'

export const currentSecret = {
  state: 'current',
  msid: '3f2b8a4e-7c1d-4e0a-9b6f-2d5a8c7e1f30',
  previousMsid: '91c5f1ab-0a3d-4b52-8f0e-6f1d2c3b4a59',
  createdAt: '2026-01-02T03:04:05.000Z',
  protector: 'key-file',
  lastBackup: {
    fileName: 'SSO3F2B.bak',
    writtenAt: '2026-01-02T03:04:04.000Z',
    verifiedAt: '2026-01-02T03:04:05.000Z',
  },
  untold: null,
} as const satisfies MasterSecretOverview

export const allAllowed: SystemPermissions = {
  generateSecret: { allowed: true },
  backupSecret: { allowed: true },
  restoreSecret: { allowed: true },
  verifyBackup: { allowed: true },
  moveServer: { allowed: true },
  changeProtector: { allowed: true },
  administer: { allowed: true },
}

export function anOverview(changes: Partial<SystemOverview> = {}): SystemOverview {
  return {
    systemId: '7d5c2d0e-1111-4222-8333-444455556666',
    ssoServer: 'hisserver01',
    database: { engine: 'SQLite', displayPath: '/data/sso.db' },
    masterSecretServer: 'hisserver02',
    status: 'enabled',
    ssoAdministrators: ['user root', 'group sudo'],
    ssoAffiliateAdministrators: ['group wheel'],
    account: 'user anna',
    masterSecret: { state: 'none', protector: 'os-keyring' },
    reencryption: null,
    permissions: allAllowed,
    ...changes,
  }
}

export const generated: GeneratedSecret = {
  msid: 'aaaabbbb-7c1d-4e0a-9b6f-2d5a8c7e1f30',
  previousMsid: '3f2b8a4e-7c1d-4e0a-9b6f-2d5a8c7e1f30',
  createdAt: '2026-01-02T03:04:05.000Z',
  displayPath: '/media/usb/SSOAAAA.bak',
  noteFailure: null,
  trackingId: '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

/** A generate as the main process received it: what was said, and the very arrays it came in. */
export interface GenerateCall {
  readonly file: string | null
  readonly password: string
  readonly confirmation: string
  readonly reminder: string
  readonly mayLose?: number
  readonly arrays: readonly Uint8Array[]
}

type Listeners = { readonly [N in NoticeName]: Set<(payload: Notices[N]) => void> }

/** A main process in memory: answers what a test tells it to, remembers what it was asked. */
export class SsoDouble {
  overview = anOverview()
  describe: () => Promise<Outcome<SystemOverview>> = async () => ({ ok: true, value: this.overview })
  describeCalls = 0
  file: FileChoice | null = {
    token: '0f0e0d0c-0b0a-4908-8706-050403020100',
    displayPath: '/media/usb/SSOAAAA.bak',
  }
  readonly selected: ScopeNode[] = []
  readonly generateCalls: GenerateCall[] = []
  cancelCalls = 0
  /** What each request for a change asked for. */
  readonly reencryptionCalls: ReencryptionPhase[] = []
  reencryptionRefusal: SsoErrorData | null = null
  cancelWorks = true
  #answer: ((outcome: Outcome<GeneratedSecret>) => void) | null = null
  #refuse: ((thrown: unknown) => void) | null = null
  readonly #listeners: Listeners = {
    'console.action': new Set(),
    'masterSecret.progress': new Set(),
    'backup.progress': new Set(),
    'restore.progress': new Set(),
    'reencryption.progress': new Set(),
    'health.progress': new Set(),
    'rehearsal.progress': new Set(),
    'events.progress': new Set(),
    'system.changed': new Set(),
  }

  readonly checks = new ChecksDouble((name, listener) => this.#listen(name, listener))

  readonly backup = new BackupDouble((listener) => this.#listen('backup.progress', listener))

  readonly administration = new AdministrationDouble()

  readonly restore = new RestoreDouble((name, listener) => this.#listen(name, listener))

  readonly api: SsoApi = {
    ...this.administration.api,
    ...this.checks.api,
    backup: this.backup.api,
    restore: this.restore.api,
    console: {
      selectNode: async ({ node }) => {
        this.selected.push(node)
        return { ok: true, value: null }
      },
      onAction: (listener) => this.#listen('console.action', listener),
    },
    system: {
      describe: () => {
        this.describeCalls += 1
        return this.describe()
      },
      onChanged: (listener) => this.#listen('system.changed', listener),
    },
    masterSecret: {
      chooseBackupFile: async () => ({ ok: true, value: this.file }),
      generate: (request) => this.#generate(request),
      cancelGenerate: async () => {
        this.cancelCalls += 1
        return { ok: true, value: { cancelled: this.cancelWorks } }
      },
      onProgress: (listener) => this.#listen('masterSecret.progress', listener),
    },
    reencryption: {
      pause: () => this.#changeReencryption('paused'),
      resume: () => this.#changeReencryption('running'),
      cancel: () => this.#changeReencryption('cancelled'),
      onProgress: (listener) => this.#listen('reencryption.progress', listener),
    },
  }

  async #changeReencryption(phase: ReencryptionPhase): Promise<Outcome<ReencryptionOverview | null>> {
    this.reencryptionCalls.push(phase)
    if (this.reencryptionRefusal !== null) return { ok: false, error: this.reencryptionRefusal }
    if (this.overview.reencryption === null) return { ok: true, value: null }
    this.overview = { ...this.overview, reencryption: { ...this.overview.reencryption, phase } }
    return { ok: true, value: this.overview.reencryption }
  }

  notify<N extends NoticeName>(name: N, payload: Notices[N]): void {
    for (const listener of this.#listeners[name]) listener(payload)
  }

  /** Ends the running generate. */
  succeed(): void {
    this.#answer?.({ ok: true, value: generated })
  }

  fail(error: SsoErrorData): void {
    this.#answer?.({ ok: false, error })
  }

  reject(thrown: unknown): void {
    this.#refuse?.(thrown)
  }

  #generate(request: RequestOf<'masterSecret.generate'>): Promise<Outcome<GeneratedSecret>> {
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
    this.generateCalls.push({
      file: request.file,
      password: text(request.password),
      confirmation: text(request.confirmation),
      reminder: request.reminder,
      ...(request.mayLose !== undefined && { mayLose: request.mayLose }),
      arrays: [request.password, request.confirmation],
    })
    return new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#refuse = reject
    })
  }

  #listen<N extends NoticeName>(name: N, listener: (payload: Notices[N]) => void): () => void {
    const listeners: Set<(payload: Notices[N]) => void> = this.#listeners[name]
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
}
