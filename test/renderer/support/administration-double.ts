import type { Outcome, SsoErrorData } from '../../../shared/errors.ts'
import type { AuditLevels, GlobalInfo } from '../../../shared/global-info.ts'
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { SsoApi } from '../../../shared/ipc/client.ts'
import type { ResponseOf } from '../../../shared/ipc/contract.ts'
import type { FileChoice } from '../../../shared/ipc/file-choice.ts'
import type { KeyProtectionOverview } from '../../../shared/key-protection.ts'
import type { ServerOverview } from '../../../shared/servers.ts'

const current = '3f2b8a4e-7c1d-4e0a-9b6f-2d5a8c7e1f30'
const previous = '91c5f1ab-0a3d-4b52-8f0e-6f1d2c3b4a59'
export const trackingId = '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f'

export function aServer(name: string, changes: Partial<ServerOverview> = {}): ServerOverview {
  return {
    name,
    isMasterSecretServer: false,
    isThisServer: false,
    joinedAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: '2026-01-02T00:00:00.000Z',
    version: '0.3.0',
    msids: [],
    ...changes,
  }
}

export const threeServers: readonly ServerOverview[] = [
  aServer('hisserver01', { isThisServer: true, version: '0.4.0' }),
  aServer('hisserver02', { isMasterSecretServer: true, msids: [current, previous] }),
  aServer('hisserver03', { lastSeenAt: null, version: null, msids: null }),
]

export const aGlobalInfo: GlobalInfo = {
  systemId: '7d5c2d0e-1111-4222-8333-444455556666',
  masterSecretServer: 'hisserver02',
  enabled: true,
  ticketTimeout: 2,
  credentialCacheTimeout: 60,
  ticketsAllowed: false,
  validateTickets: true,
  hostInitiatedSso: false,
  auditDeletedApplications: 1000,
  auditDeletedMappings: 1001,
  auditCredentialLookUps: 1002,
  ssoAdministrators: [
    { kind: 'user', name: 'root' },
    { kind: 'group', name: 'sudo' },
  ],
  ssoAffiliateAdministrators: [{ kind: 'group', name: 'wheel' }],
}

export const aKeyProtection: KeyProtectionOverview = {
  protector: 'os-keyring',
  place: "this account's operating system keyring",
  key: 'present',
  protectors: [
    { kind: 'os-keyring', works: true },
    { kind: 'key-file', works: true },
  ],
  recoveryKey: null,
}

/** A request as the main process received it. */
export interface AdministrationCall {
  readonly channel: Channel
  readonly request: unknown
}

/** Servers, properties and the key protector of a main process in memory. */
export class AdministrationDouble {
  servers = threeServers
  info = aGlobalInfo
  auditLevels: AuditLevels = { positive: 0, negative: 1 }
  protection = aKeyProtection
  file: FileChoice | null = {
    token: '0f0e0d0c-0b0a-4908-8706-050403020100',
    displayPath: '/media/usb/SSO-recovery.key',
  }
  recoveryKeyOutdated = false
  oldKeyRemoved = true
  readonly calls: AdministrationCall[] = []
  /** What is refused, and why. */
  readonly refusals = new Map<Channel, SsoErrorData>()
  /** Awaited before each answer. */
  pause: Promise<unknown> = Promise.resolve()

  readonly api: Pick<SsoApi, 'servers' | 'globalInfo' | 'keyProtection'> = {
    servers: {
      list: this.#verb('servers.list', () => this.servers),
      join: this.#verb('servers.join', ({ name }) => {
        this.servers = [...this.servers, aServer(name, { lastSeenAt: null })]
        return null
      }),
      leave: this.#verb('servers.leave', ({ name }) => {
        this.servers = this.servers.filter((server) => server.name !== name)
        return null
      }),
    },
    globalInfo: {
      read: this.#verb('globalInfo.read', () => this.info),
      auditLevels: this.#verb('globalInfo.auditLevels', () => this.auditLevels),
      update: this.#verb('globalInfo.update', () => this.info),
      enable: this.#verb('globalInfo.enable', () => this.#switch(true)),
      disable: this.#verb('globalInfo.disable', () => this.#switch(false)),
      moveMasterSecretServer: this.#verb('globalInfo.moveMasterSecretServer', ({ name }) => {
        const before = this.info.masterSecretServer
        this.info = { ...this.info, masterSecretServer: name }
        return { before, after: name }
      }),
    },
    keyProtection: {
      describe: this.#verb('keyProtection.describe', () => this.protection),
      change: this.#verb('keyProtection.change', ({ protector: to }) => {
        const { protector: from } = this.protection
        this.protection = { ...this.protection, protector: to }
        const { oldKeyRemoved, recoveryKeyOutdated } = this
        return { from, to, oldKeyRemoved, recoveryKeyOutdated, trackingId }
      }),
      chooseTarget: this.#verb('keyProtection.chooseTarget', () => this.file),
      saveRecoveryKey: this.#verb('keyProtection.saveRecoveryKey', () => {
        const recoveryKey = { fileName: 'SSO-recovery.key', savedAt: '2026-01-02T03:04:05.000Z' }
        this.protection = { ...this.protection, recoveryKey }
        return { ...recoveryKey, displayPath: this.file?.displayPath ?? '', trackingId }
      }),
      chooseRecoveryKey: this.#verb('keyProtection.chooseRecoveryKey', () => this.file),
      recover: this.#verb('keyProtection.recover', () => {
        this.protection = { ...this.protection, key: 'present' }
        return { protector: this.protection.protector, wasLost: true, trackingId }
      }),
    },
  }

  #switch(enabled: boolean): null {
    this.info = { ...this.info, enabled }
    return null
  }

  #verb<C extends Channel, R>(channel: C, answer: (request: R) => ResponseOf<C>) {
    return async (request: R): Promise<Outcome<ResponseOf<C>>> => {
      this.calls.push({ channel, request })
      await this.pause
      const error = this.refusals.get(channel)
      return error === undefined ? { ok: true, value: answer(request) } : { ok: false, error }
    }
  }

  /** What was asked of `channel`. */
  requestsTo(channel: Channel): readonly unknown[] {
    return this.calls.filter((call) => call.channel === channel).map(({ request }) => request)
  }
}
