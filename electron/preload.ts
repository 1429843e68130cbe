import { contextBridge, ipcRenderer } from 'electron'
import { channels, noticeNames } from '../shared/ipc/channels.ts'

/** A function of the page's API, whose type `SsoApi` gives. */
type Verb = (argument: never) => unknown

function verb(channel: string): Verb {
  return (request: unknown) => ipcRenderer.invoke(channel, request)
}

function listener(notice: string): Verb {
  return (listener: (payload: unknown) => void) => {
    const forward = (_event: unknown, payload: unknown): void => listener(payload)
    ipcRenderer.on(notice, forward)
    return () => {
      ipcRenderer.off(notice, forward)
    }
  }
}

const sso: Record<string, Record<string, Verb>> = {}

/** @param name - `noun.word` */
function expose(name: string, make: (name: string) => Verb, spell: (word: string) => string): void {
  const [noun = '', word = ''] = name.split('.')
  sso[noun] = { ...sso[noun], [spell(word)]: make(name) }
}

for (const channel of channels) expose(channel, verb, (word) => word)
for (const notice of noticeNames)
  expose(notice, listener, (word) => `on${word.charAt(0).toUpperCase()}${word.slice(1)}`)

contextBridge.exposeInMainWorld('sso', sso)
