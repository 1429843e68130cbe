import type { BackedUpSecret, BackupDescription, BackupVerification } from '../../../shared/backup.ts'
import type { Outcome } from '../../../shared/errors.ts'
import type { SsoApi } from '../../../shared/ipc/client.ts'
import type { Notices, RequestOf } from '../../../shared/ipc/contract.ts'
import type { FileChoice, OpenedBackup } from '../../../shared/ipc/file-choice.ts'
import { PendingAnswer } from './pending-answer.ts'

export const description: BackupDescription = {
  displayPath: '/media/usb/SSO3F2B.bak',
  systemId: '7d5c2d0e-1111-4222-8333-444455556666',
  server: 'hisserver02',
  createdAt: '2026-01-02T03:04:05.000Z',
  writtenAt: '2026-01-09T08:07:06.000Z',
  currentMsid: '3f2b8a4e-7c1d-4e0a-9b6f-2d5a8c7e1f30',
  previousMsid: '91c5f1ab-0a3d-4b52-8f0e-6f1d2c3b4a59',
  passwordReminder: 'the sailing trip',
}

export const backedUp: BackedUpSecret = {
  msid: description.currentMsid,
  previousMsid: description.previousMsid,
  verifiedAt: '2026-01-02T03:05:05.000Z',
  displayPath: '/media/usb/SSO3F2B.bak',
  noted: true,
  trackingId: '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

export const verification: BackupVerification = {
  ...description,
  sameSystem: true,
  store: 'same',
  storeError: null,
  databaseMsid: description.currentMsid,
  holdsDatabaseMsid: true,
  trial: { readable: 4812, total: 4812, unreadable: [], damaged: 0 },
  trackingId: '6a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

/** A request as the main process received it: what was said, and the very arrays it came in. */
export interface BackupCall {
  readonly file: string | null
  readonly password: string
  readonly arrays: readonly Uint8Array[]
}

/** The main process' side of making and verifying backups: answers what a test tells it to. */
export class BackupDouble {
  target: FileChoice | null = {
    token: '1f0e0d0c-0b0a-4908-8706-050403020100',
    displayPath: backedUp.displayPath,
  }
  /** What picking a backup comes to. */
  opened: Outcome<OpenedBackup | null> = {
    ok: true,
    value: { token: '2f0e0d0c-0b0a-4908-8706-050403020100', backup: description },
  }
  readonly making = new PendingAnswer<BackedUpSecret>()
  readonly verifying = new PendingAnswer<BackupVerification>()
  readonly makeCalls: (BackupCall & { readonly confirmation: string; readonly reminder: string })[] = []
  readonly verifyCalls: BackupCall[] = []
  cancelCalls = 0
  readonly #onProgress: SsoApi['backup']['onProgress']

  constructor(onProgress: (listener: (progress: Notices['backup.progress']) => void) => () => void) {
    this.#onProgress = onProgress
  }

  get api(): SsoApi['backup'] {
    return {
      chooseTarget: async () => ({ ok: true, value: this.target }),
      make: (request) => this.#make(request),
      open: async () => this.opened,
      verify: ({ file, password }) => {
        this.verifyCalls.push({ file, password: text(password), arrays: [password] })
        return this.verifying.ask()
      },
      cancel: async () => {
        this.cancelCalls += 1
        return { ok: true, value: { cancelled: true } }
      },
      onProgress: this.#onProgress,
    }
  }

  #make({ file, password, confirmation, reminder }: RequestOf<'backup.make'>) {
    this.makeCalls.push({
      file,
      password: text(password),
      confirmation: text(confirmation),
      reminder,
      arrays: [password, confirmation],
    })
    return this.making.ask()
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
