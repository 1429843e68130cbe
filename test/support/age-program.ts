import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why the distribution's `age` and `jq` cannot be asked here, or `null`. */
export const noAgeBecause = ((): string | null => {
  if (process.platform !== 'linux') return 'driving age takes the script program of util-linux'
  const missing = ['age', 'jq', 'script'].filter((program) => spawnSync(program, ['--version']).error)
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`
})()

/** Opens a backup file as docs/recovery.md says: `jq -r .payload … | age -d`. */
export function decryptWithJqAndAge(backupFile: string, password: string): string {
  return inFolder((folder) => {
    copyFileSync(backupFile, join(folder, 'backup'))
    runInTerminal('jq -r .payload backup > payload.age && age -d -o payload.txt payload.age', folder, [
      password,
    ])
    return readFileSync(join(folder, 'payload.txt'), 'utf8')
  })
}

/** Encrypts with a passphrase, at the work factor that age uses (18). */
export function encryptWithAge(text: string, password: string): Uint8Array {
  return inFolder((folder) => {
    runInTerminal(`printf %s '${text}' > text && age -p -o text.age text`, folder, [password, password])
    return readFileSync(join(folder, 'text.age'))
  })
}

/** age asks for a passphrase on a terminal only. */
function runInTerminal(command: string, cwd: string, lines: readonly string[]): void {
  const run = spawnSync('script', ['-qec', command, '/dev/null'], { cwd, input: `${lines.join('\n')}\n` })
  if (run.status !== 0) throw new Error(`${command}: ${run.stdout}${run.stderr}`)
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'sso-age-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
