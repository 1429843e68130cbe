import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { type Handlers, registerHandlers } from '../../electron/ipc/registrar.ts'
import { type Channel, channels } from '../../shared/ipc/channels.ts'
import { contract } from '../../shared/ipc/contract.ts'

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
    isTrusted: (event) => event === TRUSTED,
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
const token = '0f0e0d0c-0b0a-4908-8706-050403020100'
const generate = { file: null, password: bytes, confirmation: bytes, reminder: '' }
const opening = { file: token, password: bytes }

/** A valid request of each channel that is asked with something. */
const asked: Partial<Record<Channel, Record<string, unknown>>> = {
  'console.selectNode': { node: 'system' },
  'masterSecret.generate': generate,
  'backup.make': generate,
  'backup.verify': opening,
  'restore.try': opening,
  'restore.run': { ...opening, override: false },
  'restore.undo': { name: '20260102T030405678Z-1F6A.json', override: false },
  'restore.removeReplaced': { name: '20260102T030405678Z-1F6A.json' },
  'servers.join': { name: 'sso02' },
  'servers.leave': { name: 'sso02' },
  'globalInfo.update': { changes: { ticketTimeout: 5 }, auditLevels: { positive: 1, negative: 1 } },
  'globalInfo.moveMasterSecretServer': { name: 'sso02' },
  'keyProtection.change': { protector: 'key-file' },
  'keyProtection.saveRecoveryKey': { file: token },
  'keyProtection.recover': { file: token },
  'rehearsal.restore': opening,
  'events.find': { trackingId: token, level: 'error', before: 7, limit: 100 },
}

const valid = Object.fromEntries(channels.map((channel) => [channel, asked[channel] ?? {}])) as Record<
  Channel,
  Record<string, unknown>
>

const wrong: [Channel, string, unknown][] = [
  ['servers.join', 'an oversize name', { name: 'x'.repeat(100_000) }],
  ['globalInfo.update', 'a setting that is none', { changes: { enabled: true }, auditLevels: null }],
  [
    'globalInfo.update',
    'an account of an unknown kind',
    { changes: { ssoAdministrators: [{ kind: 'role', name: 'x' }] }, auditLevels: null },
  ],
  ['keyProtection.change', 'an unknown protector', { protector: 'none' }],
  ['keyProtection.saveRecoveryKey', 'a path instead of a token', { file: '/etc/passwd' }],
  ['keyProtection.recover', 'no token at all', {}],
  ['console.selectNode', 'an unknown node', { node: 'applications' }],
  ['console.selectNode', 'a node of the wrong type', { node: 1 }],
  ['console.selectNode', 'an oversize node', { node: 'x'.repeat(100_000) }],
  ['masterSecret.generate', 'a path instead of a token', { ...generate, file: '/etc/passwd' }],
  ['masterSecret.generate', 'no token at all', { ...generate, file: undefined }],
  ['masterSecret.generate', 'a password that is a string', { ...generate, password: 'hunter2hunter2' }],
  ['masterSecret.generate', 'an oversize password', { ...generate, password: new Uint8Array(5000) }],
  ['masterSecret.generate', 'an oversize confirmation', { ...generate, confirmation: new Uint8Array(5000) }],
  ['masterSecret.generate', 'an oversize reminder', { ...generate, reminder: 'x'.repeat(5000) }],
  ['masterSecret.generate', 'a reminder of the wrong type', { ...generate, reminder: null }],
  ['backup.make', 'a path instead of a token', { ...generate, file: '/etc/passwd' }],
  ['backup.verify', 'a password that is a string', { ...opening, password: 'hunter2hunter2' }],
  ['restore.run', 'a path instead of a token', { ...opening, file: '/etc/passwd', override: false }],
  ['restore.run', 'no word about overriding', opening],
  ['restore.run', 'a word about overriding that is none', { ...opening, override: 'RESTORE' }],
  ['restore.undo', 'an oversize name', { name: 'x'.repeat(5000), override: false }],
  ['restore.removeReplaced', 'a name of the wrong type', { name: ['a'] }],
  ['servers.join', 'an oversize name', { name: 'x'.repeat(5000) }],
  ['globalInfo.update', 'an unknown setting', { changes: { masterSecretServer: 'x' }, auditLevels: null }],
  [
    'globalInfo.update',
    'a setting of the wrong type',
    { changes: { ticketTimeout: '5' }, auditLevels: null },
  ],
  ['keyProtection.change', 'an unknown protector', { protector: 'none' }],
  ['keyProtection.recover', 'a path instead of a token', { file: '/etc/passwd' }],
  ['rehearsal.restore', 'a password that is a string', { ...opening, password: 'hunter2hunter2' }],
  ['events.find', 'an unknown level', { level: 'xxx' }],
  ['events.find', 'a limit beyond all bounds', { limit: 1e9 }],
]

describe('IPC registrar', () => {
  it('answers every channel of the contract and no other', () => {
    expect(aRegistrar().registered.sort()).toEqual(Object.keys(contract).sort())
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
