import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/** Makes a child of this folder a script that Node runs, where its native modules are found. Once for all children. */
export async function buildChild(name: string): Promise<string> {
  const outDir = join(root, `node_modules/.cache/crash-${name}-${process.pid}`)
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite', '@napi-rs/keyring'] },
    build: { ssr: `test/crash/${name}.ts`, outDir, emptyOutDir: true, target: 'node20', minify: true },
  })
  return join(outDir, `${name}.js`)
}

/** How a child came to its end. */
export interface ChildEnd {
  /** `false` if it had finished by itself. */
  readonly killed: boolean
  /** From its generate's first step to its last; 0 if it was killed before either. */
  readonly durationMs: number
}

/**
 * Runs a child to its end.
 *
 * @param order - what it is told, as JSON
 * @param killAfterMs - when to kill it, counted from its generate's first step; `null` for never
 */
export async function runChild(
  script: string,
  order: object,
  killAfterMs: number | null = null,
): Promise<ChildEnd> {
  const child = spawn(process.execPath, [script, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const durationMs = clock(child, killAfterMs)
  const [stderr] = await Promise.all([
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  // Windows knows no signals: a process that kills itself there ends with 1, and has not said why.
  const killed = child.signalCode === 'SIGKILL' || (child.exitCode === 1 && stderr === '')
  if (!killed && child.exitCode !== 0) throw new Error(`the child ended with ${child.exitCode}: ${stderr}`)
  return { killed, durationMs: durationMs() }
}

function clock(child: ChildProcess, killAfterMs: number | null): () => number {
  let started = 0
  let ended = 0
  child.stdout?.on('data', (line: Buffer) => {
    if (line.includes('done')) ended = performance.now()
    if (!line.includes('go')) return
    started = performance.now()
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  return () => Math.max(0, ended - started)
}

/** Does `work` for 0, 1, 2 and so on, two at a time, until one answers `false` or fails. */
export async function twoAtATime(work: (index: number) => Promise<boolean>): Promise<void> {
  let next = 0
  let more = true
  const worker = async (): Promise<void> => {
    try {
      while (more) more = (await work(next++)) && more
    } finally {
      more = false
    }
  }
  await Promise.all([worker(), worker()])
}
