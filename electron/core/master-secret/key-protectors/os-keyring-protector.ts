import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

const SERVICE = 'SSO Administration'

/** Long enough for a person to unlock the keyring when the desktop asks for it. */
const PATIENCE_MS = 60_000

/** The calling account's keyring: Credential Manager, Keychain or Secret Service. */
export function osKeyringProtector(): KeyProtector {
  return {
    kind: 'os-keyring',
    place: "this account's operating system keyring",
    async keep(systemId, key) {
      const entry = await keyringEntry(systemId)
      await entry.setSecret(key, AbortSignal.timeout(PATIENCE_MS))
    },
    async find(systemId) {
      if (!keyringMayExist()) return null
      try {
        const entry = await keyringEntry(systemId)
        const key = await entry.getSecret(AbortSignal.timeout(PATIENCE_MS))
        return key?.length === PROTECTOR_KEY_BYTES ? Uint8Array.from(key) : null
      } catch {
        return null
      }
    },
  }
}

async function keyringEntry(systemId: string) {
  if (!keyringMayExist()) throw new Error('no session bus, so no Secret Service')
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // Without naming the store the library falls back to the kernel's keyring, which a restart empties.
  return new AsyncEntry(SERVICE, systemId, { linux: { store: 'secret-service' } })
}

/** Asking for a Secret Service where there is no session bus can hang. */
function keyringMayExist(): boolean {
  if (process.platform !== 'linux') return true
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env
  return DBUS_SESSION_BUS_ADDRESS !== undefined || existsSync(join(XDG_RUNTIME_DIR ?? '/nowhere', 'bus'))
}
