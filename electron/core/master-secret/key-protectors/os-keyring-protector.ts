import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

const SERVICE = 'SSO Administration'

/** Long enough for a person to unlock the keyring when the desktop asks for it. */
const PATIENCE_MS = 60_000

/** Nobody needs to wait for a key to be removed: it is tried again. */
const FORGET_PATIENCE_MS = 5_000

/** The calling account's keyring: Credential Manager, Keychain or Secret Service. */
export function osKeyringProtector(): KeyProtector {
  return {
    kind: 'os-keyring',
    placeOf: () => "this account's operating system keyring",
    async works() {
      try {
        const entry = await keyringEntry('no key')
        await entry.getSecret(AbortSignal.timeout(PATIENCE_MS))
        return true
      } catch {
        return false
      }
    },
    async keep(name, key) {
      const entry = await keyringEntry(name)
      await entry.setSecret(key, AbortSignal.timeout(PATIENCE_MS))
    },
    async find(name) {
      if (!keyringMayExist()) return null
      try {
        const entry = await keyringEntry(name)
        const key = await entry.getSecret(AbortSignal.timeout(PATIENCE_MS))
        return key?.length === PROTECTOR_KEY_BYTES ? Uint8Array.from(key) : null
      } catch {
        return null
      }
    },
    async forget(name) {
      const entry = await keyringEntry(name)
      await entry.deleteCredential(AbortSignal.timeout(FORGET_PATIENCE_MS))
    },
  }
}

async function keyringEntry(name: string) {
  if (!keyringMayExist()) throw new Error('no session bus, so no Secret Service')
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // Without naming the store the library falls back to the kernel's keyring, which a restart empties.
  return new AsyncEntry(SERVICE, name, { linux: { store: 'secret-service' } })
}

/** Asking for a Secret Service where there is no session bus can hang. */
function keyringMayExist(): boolean {
  if (process.platform !== 'linux') return true
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env
  return DBUS_SESSION_BUS_ADDRESS !== undefined || existsSync(join(XDG_RUNTIME_DIR ?? '/nowhere', 'bus'))
}
