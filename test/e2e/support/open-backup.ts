import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The standard tools, and the way in which a terminal is lent to them here, are those of Linux. */
export const canOpenBackups = process.platform === 'linux'

interface BackedUpSecret {
  readonly msid: string
  /** Hexadecimal. */
  readonly secret: string
}

export interface BackupContent {
  readonly current: BackedUpSecret
  readonly previous: BackedUpSecret | null
}

/** Opens a backup as `docs/recovery.md` tells: with `jq` and `age`, which asks for the password on a terminal. */
export async function openBackup(file: string, password: string): Promise<BackupContent> {
  const folder = await mkdtemp(join(tmpdir(), 'sso-e2e-opened-'))
  const plain = join(folder, 'plain.json')
  try {
    await typeInto(`jq -r .payload ${quote(file)} | age -d > ${quote(plain)}`, /passphrase/i, password)
    return JSON.parse(await readFile(plain, 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Runs a command on a terminal of its own and types `text` when it prompts. */
function typeInto(command: string, prompt: RegExp, text: string): Promise<void> {
  const pipefail = `bash -c ${quote(`set -o pipefail; ${command}`)}`
  const child = spawn('script', ['--quiet', '--return', '--command', pipefail, '/dev/null'])
  let shown = ''
  let typed = false
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (typed || !prompt.test(shown)) return
    typed = true
    child.stdin.write(`${text}\n`)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`age ended with ${code}: ${shown}`)),
    )
  })
}
