import { wipe } from '../crypto/wipe.ts'
import { KeyNameTaken, type KeyProtector } from '../key-protectors/key-protector.ts'

/** Keeps keys in memory only: whatever a rehearsal leaves behind after a crash, nobody can open. */
export class MemoryProtector implements KeyProtector {
  /** The console is never shown it; what matters is that it needs no keyring. */
  readonly kind = 'key-file'
  readonly #keys = new Map<string, Uint8Array>()

  placeOf(): string {
    return "this process's memory"
  }

  async works(): Promise<boolean> {
    return true
  }

  async keep(name: string, key: Uint8Array): Promise<void> {
    if (this.#keys.has(name)) throw new KeyNameTaken()
    this.#keys.set(name, new Uint8Array(key))
  }

  async find(name: string): Promise<Uint8Array | null> {
    const key = this.#keys.get(name)
    return key === undefined ? null : new Uint8Array(key)
  }

  async forget(name: string): Promise<void> {
    wipe(this.#keys.get(name))
    this.#keys.delete(name)
  }

  /** Wipes all keys. */
  close(): void {
    wipe(...this.#keys.values())
    this.#keys.clear()
  }
}
