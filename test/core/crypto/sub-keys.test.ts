import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveSubKey } from '../../../electron/core/crypto/sub-keys.ts'

const secret = new Uint8Array(32).fill(9)

describe('sub-keys', () => {
  it('are HKDF-SHA256 with the purpose as info when computed by hand (RFC 5869 §2)', () => {
    const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret).digest()
    const expanded = createHmac('sha256', extracted)
      .update('enterprise-sso/v1/credentials')
      .update(Buffer.of(1))
      .digest()
    expect(Buffer.from(deriveSubKey(secret, 'credentials'))).toEqual(expanded)
  })

  it('differ when their purposes differ', () => {
    const keys = (['credentials', 'tickets', 'audit-chain'] as const).map((purpose) =>
      Buffer.from(deriveSubKey(secret, purpose)).toString('hex'),
    )
    expect(new Set(keys).size).toBe(3)
  })
})
