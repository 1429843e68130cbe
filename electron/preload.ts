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
  reencryption: {
    pause: verb('reencryption.pause'),
    resume: verb('reencryption.resume'),
    cancel: verb('reencryption.cancel'),
    onProgress: notice('reencryption.progress'),
  },
} as const

export type SsoApi = typeof sso

contextBridge.exposeInMainWorld('sso', sso)
