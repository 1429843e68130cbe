import type * as fsModule from 'node:fs'
import type * as fsPromisesModule from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

/*
 * Errors at the opening, reading, listing and looking at of files, whichever function of Node's the product calls for it:
 * `vi.mock` puts these in the place of Node's modules, for every source that is tested.
 */

/** One call that reads. */
export interface Reading {
  readonly call: string
  /** Absolute. */
  readonly path: string
}

/** What is answered in place of what is read; `null` for what is there. */
export type Answer = (reading: Reading, at: number) => string | null

/** The calls that read below one folder, and the errors they are answered with. */
export class ReadFaults {
  /** Since it was armed. */
  seen: Reading[] = []
  #answer: Answer = () => null

  arm(answer: Answer): void {
    this.seen = []
    this.#answer = answer
  }

  disarm(): void {
    this.arm(() => null)
  }

  meet(reading: Reading): string | null {
    this.seen.push(reading)
    return this.#answer(reading, this.seen.length)
  }
}

const folders = new Map<string, ReadFaults>()

/** @returns what answers for everything below `folder` until {@link forgetReadFaults}. */
export function readFaultsBelow(folder: string): ReadFaults {
  const faults = new ReadFaults()
  folders.set(resolve(folder) + sep, faults)
  return faults
}

export function forgetReadFaults(folder: string): void {
  folders.delete(resolve(folder) + sep)
}

/** Throws what the call is to be answered with, if anything. */
function meet(call: string, target: unknown): void {
  if (typeof target !== 'string') return
  const path = resolve(target)
  for (const [folder, faults] of folders) {
    if (!path.startsWith(folder)) continue
    const code = faults.meet({ call, path })
    if (code !== null) throw systemError(code, call, path)
  }
}

function systemError(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: injected, ${call} '${path}'`), { code, syscall: call, path })
}

const isReadOnly = (flags: unknown): boolean =>
  flags === undefined || flags === 'r' || (typeof flags === 'number' && (flags & 3) === 0)

type AnyFunction = (...args: readonly unknown[]) => unknown

/** `original`, which is asked only if nothing else is to be answered. */
function guarded<F>(call: string, original: F, isAsync: boolean): F {
  const run = original as AnyFunction
  const guard = (...args: readonly unknown[]): unknown => {
    if (call === 'open' && !isReadOnly(args[1])) return run(...args)
    try {
      meet(call, args[0])
    } catch (error) {
      if (call === 'exists') return false
      if (isAsync) return Promise.reject(error)
      throw error
    }
    return run(...args)
  }
  return Object.assign(guard, original) as F
}

const calls = [
  'open',
  'readFile',
  'readdir',
  'opendir',
  'stat',
  'lstat',
  'access',
  'realpath',
  'readlink',
] as const

export function faultyPromises(original: typeof fsPromisesModule): typeof fsPromisesModule {
  const faulty = { ...original } as Record<string, unknown>
  for (const call of calls) faulty[call] = guarded(call, original[call], true)
  faulty.open = guardedOpen(faulty.open as typeof original.open)
  return { ...(faulty as unknown as typeof original), default: faulty } as unknown as typeof fsPromisesModule
}

/** A file that opens may fail to be read all the same. */
function guardedOpen(open: typeof fsPromisesModule.open): typeof fsPromisesModule.open {
  return async (path, flags, mode): Promise<FileHandle> => {
    const handle = await open(path, flags, mode)
    if (!isReadOnly(flags)) return handle
    const read = handle.read.bind(handle) as AnyFunction
    handle.read = guarded('read', (_path: unknown, ...args: readonly unknown[]) => read(...args), true).bind(
      null,
      path,
    ) as unknown as typeof handle.read
    return handle
  }
}

export function faultySync(original: typeof fsModule): typeof fsModule {
  const faulty = { ...original } as Record<string, unknown>
  for (const call of calls) {
    const name = `${call}Sync` as 'openSync'
    faulty[name] = guarded(call, original[name], false)
  }
  faulty.existsSync = guarded('exists', original.existsSync, false)
  const realpathSync = faulty.realpathSync as { native: unknown }
  realpathSync.native = guarded('realpath', original.realpathSync.native, false)
  return { ...(faulty as unknown as typeof original), default: faulty } as unknown as typeof fsModule
}
