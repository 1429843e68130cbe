import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../electron/core/sso-error.ts'
import { type Handlers, registerHandlers } from '../../electron/ipc/registrar.ts'
import { type Channel, channels } from '../../shared/ipc/channels.ts'
import { requests } from '../../shared/ipc/contract.ts'

type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown

const TRUSTED = {} as IpcMainInvokeEvent
const UNTRUSTED = { sender: 'another page' } as unknown as IpcMainInvokeEvent

/** The registrar with handlers that say which channel was reached, and what was recorded as an incident. */
function aRegistrar(failure?: unknown) {
  const listeners = new Map<string, Listener>()
  const incidents: string[] = []
  const reached: { channel: string; request: unknown }[] = []
  const handlerOf = (channel: string) => async (request: unknown) => {
    reached.push({ channel, request })
    if (failure !== undefined) throw failure
    return null
  }
  registerHandlers({
    ipcMain: { handle: (channel, listener) => void listeners.set(channel, listener) },
    handlers: Object.fromEntries(
      channels.map((channel) => [channel, handlerOf(channel)]),
    ) as unknown as Handlers,
    identify: (event) => (event === TRUSTED ? { windowId: 1 } : null),
    recordIncident(where) {
      incidents.push(where)
      return 'incident-1'
    },
  })
  const invoke = (channel: string, request: unknown, event = TRUSTED): unknown =>
    listeners.get(channel)?.(event, request)
  return { invoke, incidents, reached, registered: [...listeners.keys()] }
}

const bytes = new Uint8Array(8)
const generate = { file: null, password: bytes, confirmation: bytes, reminder: '' }
const valid: Record<Channel, Record<string, unknown>> = {
  'console.selectNode': { node: 'system' },
  'system.describe': {},
  'masterSecret.chooseBackupFile': {},
  'masterSecret.generate': generate,
  'masterSecret.cancelGenerate': {},
  'reencryption.pause': {},
  'reencryption.resume': {},
  'reencryption.cancel': {},
}

const wrong: [Channel, string, unknown][] = [
  ['console.selectNode', 'an unknown node', { node: 'servers' }],
  ['console.selectNode', 'a node of the wrong type', { node: 1 }],
  ['console.selectNode', 'an oversize node', { node: 'x'.repeat(100_000) }],
  ['masterSecret.generate', 'a path instead of a token', { ...generate, file: '/etc/passwd' }],
  ['masterSecret.generate', 'no token at all', { ...generate, file: undefined }],
  ['masterSecret.generate', 'a password that is a string', { ...generate, password: 'hunter2hunter2' }],
  ['masterSecret.generate', 'an oversize password', { ...generate, password: new Uint8Array(5000) }],
  ['masterSecret.generate', 'an oversize confirmation', { ...generate, confirmation: new Uint8Array(5000) }],
  ['masterSecret.generate', 'an oversize reminder', { ...generate, reminder: 'x'.repeat(5000) }],
  ['masterSecret.generate', 'a reminder of the wrong type', { ...generate, reminder: null }],
]

describe('IPC registrar', () => {
  it('answers every channel of the contract and no other', () => {
    expect(aRegistrar().registered.sort()).toEqual(Object.keys(requests).sort())
  })

  it.each(channels)('passes a valid request of %s on', async (channel) => {
    const { invoke, reached } = aRegistrar()
    expect(await invoke(channel, valid[channel])).toEqual({ ok: true, value: null })
    expect(reached).toEqual([{ channel, request: valid[channel] }])
  })

  it.each(channels)('rejects and records a request of %s when the sender is not trusted', async (channel) => {
    const { incidents, invoke, reached } = aRegistrar()
    await expect(invoke(channel, valid[channel], UNTRUSTED)).rejects.toThrow(`refused: ${channel}`)
    expect(incidents).toEqual([channel])
    expect(reached).toEqual([])
  })

  it.each(channels)('refuses a request of %s when it has an unknown key', async (channel) => {
    const { invoke, reached } = aRegistrar()
    const answer = await invoke(channel, { ...valid[channel], path: '/etc/passwd' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'RequestInvalid', details: { channel } } })
    expect(reached).toEqual([])
  })

  it.each(
    channels.flatMap((channel) => [null, undefined, 'text', 7, []].map((raw) => [channel, raw] as const)),
  )('refuses a request of %s when it is %j', async (channel, raw) => {
    const { invoke, reached } = aRegistrar()
    expect(await invoke(channel, raw)).toMatchObject({ ok: false, error: { code: 'RequestInvalid' } })
    expect(reached).toEqual([])
  })

  it.each(wrong)(
    'refuses a request of %s when it has %s, without quoting it',
    async (channel, _title, request) => {
      const { invoke, reached } = aRegistrar()
      const answer = await invoke(channel, request)
      expect(answer).toMatchObject({ ok: false, error: { code: 'RequestInvalid' } })
      expect(JSON.stringify(answer)).not.toMatch(/hunter2|passwd|xxx/)
      expect(reached).toEqual([])
    },
  )

  it('answers with the data of an expected failure when the handler throws one', async () => {
    const failure = SsoError.of('PasswordMismatch', {}, { field: 'confirmation' })
    expect(await aRegistrar(failure).invoke('system.describe', {})).toEqual({
      ok: false,
      error: { code: 'PasswordMismatch', details: {}, field: 'confirmation' },
    })
  })

  it('answers with an incident number, and no more, when the handler has a bug', async () => {
    const { incidents, invoke } = aRegistrar(new TypeError('hunter2 is not a function'))
    expect(await invoke('system.describe', {})).toEqual({
      ok: false,
      error: { code: 'Unexpected', details: { incident: 'incident-1' } },
    })
    expect(incidents).toEqual(['system.describe'])
  })
})
