import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { KeyMalformed, KeyNameTaken, type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

const SERVICE = 'SSO Administration'

/** Long enough for a person to unlock the keyring when the desktop asks for it. */
const PATIENCE_MS = 60_000

/** Nobody needs to wait for a key to be removed: it is tried again. */
const FORGET_PATIENCE_MS = 5_000

/** The calling account's keyring: Credential Manager, Keychain or Secret Service. */
export function osKeyringProtector(): KeyProtector {
  const forget = async (name: string): Promise<void> => {
    const entry = await keyringEntry(name)
    await within(FORGET_PATIENCE_MS, (signal) => entry.deleteCredential(signal))
  }
  return {
    kind: 'os-keyring',
    placeOf: () => "this account's operating system keyring",
    async works() {
      try {
        await read('no key')
        return true
      } catch {
        return false
      }
    },
    async keep(name, key) {
      if ((await read(name)) !== null) throw new KeyNameTaken()
      const entry = await keyringEntry(name)
      try {
        await within(PATIENCE_MS, (signal) => entry.setSecret(key, signal))
      } catch (error) {
        // It may have been kept after all, as when the answer came too late.
        await forget(name).catch(() => undefined)
        throw error
      }
    },
    async find(name) {
      const key = await read(name)
      if (key !== null && key.length !== PROTECTOR_KEY_BYTES) throw new KeyMalformed(key.length)
      return key && Uint8Array.from(key)
    },
    forget,
  }
}

/** What the keyring has; `null` only where it says that it has no such entry. Rejects where it does not answer. */
async function read(name: string): Promise<readonly number[] | null> {
  const entry = await keyringEntry(name)
  return (await within(PATIENCE_MS, (signal) => entry.getSecret(signal))) ?? null
}

async function keyringEntry(name: string) {
  if (!keyringMayExist()) throw new Error('there is no session bus, so no Secret Service')
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // Without naming the store the library falls back to the kernel's keyring, which a restart empties.
  return new AsyncEntry(SERVICE, name, { linux: { store: 'secret-service' } })
}

/** What it rejects with when time is up says so. */
async function within<T>(milliseconds: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds)
  try {
    return await ask(signal)
  } catch (cause) {
    if (!signal.aborted) throw cause
    throw new Error(`it did not answer within ${milliseconds / 1000} seconds`, { cause })
  }
}

/** Asking for a Secret Service where there is no session bus can hang. */
function keyringMayExist(): boolean {
  if (process.platform !== 'linux') return true
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env
  return DBUS_SESSION_BUS_ADDRESS !== undefined || existsSync(join(XDG_RUNTIME_DIR ?? '/nowhere', 'bus'))
}
