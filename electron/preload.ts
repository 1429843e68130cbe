import { contextBridge, ipcRenderer } from 'electron'
import type { Channel } from '../shared/ipc/channels.ts'
import type { NoticeName, Notices, OutcomeOf, RequestOf } from '../shared/ipc/contract.ts'

function verb<C extends Channel>(channel: C) {
  return (request: RequestOf<C>): Promise<OutcomeOf<C>> => ipcRenderer.invoke(channel, request)
}

function notice<N extends NoticeName>(name: N) {
  /** Calls `listener` at each notice until the returned function is called. */
  return (listener: (payload: Notices[N]) => void): (() => void) => {
    const forward = (_event: unknown, payload: Notices[N]): void => listener(payload)
    ipcRenderer.on(name, forward)
    return () => {
      ipcRenderer.off(name, forward)
    }
  }
}

/** All that the console can ask of the main process, and hear from it. */
const sso = {
  console: {
    selectNode: verb('console.selectNode'),
    onAction: notice('console.action'),
  },
  system: {
    describe: verb('system.describe'),
    onChanged: notice('changed'),
  },
  masterSecret: {
    chooseBackupFile: verb('masterSecret.chooseBackupFile'),
    generate: verb('masterSecret.generate'),
    cancelGenerate: verb('masterSecret.cancelGenerate'),
    onProgress: notice('masterSecret.progress'),
  },
  backup: {
    chooseTarget: verb('backup.chooseTarget'),
    make: verb('backup.make'),
    open: verb('backup.open'),
    verify: verb('backup.verify'),
    cancel: verb('backup.cancel'),
    onProgress: notice('backup.progress'),
  },
  restore: {
    try: verb('restore.try'),
    run: verb('restore.run'),
    cancel: verb('restore.cancel'),
    listReplaced: verb('restore.listReplaced'),
    undo: verb('restore.undo'),
    removeReplaced: verb('restore.removeReplaced'),
    onProgress: notice('restore.progress'),
  },
  reencryption: {
    pause: verb('reencryption.pause'),
    resume: verb('reencryption.resume'),
    cancel: verb('reencryption.cancel'),
    onProgress: notice('reencryption.progress'),
  },
  servers: {
    list: verb('servers.list'),
    join: verb('servers.join'),
    leave: verb('servers.leave'),
  },
  globalInfo: {
    read: verb('globalInfo.read'),
    auditLevels: verb('globalInfo.auditLevels'),
    update: verb('globalInfo.update'),
    enable: verb('globalInfo.enable'),
    disable: verb('globalInfo.disable'),
    moveMasterSecretServer: verb('globalInfo.moveMasterSecretServer'),
  },
  keyProtection: {
    describe: verb('keyProtection.describe'),
    change: verb('keyProtection.change'),
    chooseTarget: verb('keyProtection.chooseTarget'),
    saveRecoveryKey: verb('keyProtection.saveRecoveryKey'),
    chooseRecoveryKey: verb('keyProtection.chooseRecoveryKey'),
    recover: verb('keyProtection.recover'),
  },
  health: {
    describe: verb('health.describe'),
    checkCredentials: verb('health.checkCredentials'),
    checkDatabase: verb('health.checkDatabase'),
    cancel: verb('health.cancel'),
    onProgress: notice('health.progress'),
  },
  rehearsal: {
    generate: verb('rehearsal.generate'),
    restore: verb('rehearsal.restore'),
    cancel: verb('rehearsal.cancel'),
    onProgress: notice('rehearsal.progress'),
  },
  events: {
    find: verb('events.find'),
    verify: verb('events.verify'),
    cancel: verb('events.cancel'),
    onProgress: notice('events.progress'),
  },
} as const

export type SsoApi = typeof sso

contextBridge.exposeInMainWorld('sso', sso)
