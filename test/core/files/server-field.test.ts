import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeRecoveryKey, parseRecoveryKey } from '../../../electron/core/secret-store/recovery-key-file.ts'
import { encodeSecretStore, parseSecretStore } from '../../../electron/core/secret-store/secret-store-file.ts'

const hostile = ['sso01\u001b[31m', 'sso01\nsso02', 'sso01\u202e', 'sso01\u2028', 'x'.repeat(256), '']

const storeOn = (server: string) =>
  encodeSecretStore({
    systemId: randomUUID(),
    server,
    protector: 'key-file',
    current: null,
    previous: null,
    lastBackup: null,
  })
const keyOn = (server: string) =>
  encodeRecoveryKey({
    systemId: randomUUID(),
    server,
    createdAt: '2026-01-02T03:04:05.678Z',
    key: new Uint8Array(32).fill(7),
  })

/** The file as somebody else might write it, who does not read it back. */
function renamed(file: Uint8Array, server: string): Uint8Array {
  const content = { ...JSON.parse(Buffer.from(file).toString()), server }
  return Buffer.from(JSON.stringify(content))
}

describe('the name of the server in a file', () => {
  it.each(hostile)('is refused by those who read it, and so never written: %j', (server) => {
    expect(() => parseSecretStore(renamed(storeOn('sso01'), server))).toThrow(/server is not as the format/)
    expect(() => parseRecoveryKey(renamed(keyOn('sso01'), server))).toThrow(/server/)
    for (const write of [storeOn, keyOn])
      expect(() => write(server)).toThrow(expect.objectContaining({ code: 'FileWouldNotBeReadable' }))
  })

  it('is read as it was written', () => {
    expect(parseSecretStore(storeOn('sso01.corp.example')).server).toBe('sso01.corp.example')
    expect(parseRecoveryKey(keyOn('büro')).server).toBe('büro')
  })
})
