import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { consoleEnvironment, projectRoot } from './console-app.ts'
import { goodPassword } from './generate.ts'

/** Runs `ssoconfig -generateSecret` as it is shipped. */
export function startSsoconfigGenerate(dataDirectory: string, file: string): ChildProcess {
  const ssoconfig = join(projectRoot, 'dist/cli/ssoconfig.js')
  const child = spawn(process.execPath, [ssoconfig, '-generateSecret', file, '--password-stdin'], {
    env: consoleEnvironment(dataDirectory),
  })
  child.stdin.end(`${goodPassword}\n`)
  return child
}

/** Makes a data directory with an SSO system and a master secret in it. */
export async function makeSystem(dataDirectory: string, file: string): Promise<void> {
  const child = startSsoconfigGenerate(dataDirectory, file)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`ssoconfig ended with ${code}`)
}

/** Lets `ssoconfig` begin to generate and stops it in mid-work, while it holds the secret store. */
export function holdSecretStore(dataDirectory: string, file: string): Promise<ChildProcess> {
  const child = startSsoconfigGenerate(dataDirectory, file)
  let told = ''
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`ssoconfig ended: ${told}`)))
    const stopWhenDeriving = (chunk: Buffer) => {
      told += chunk.toString()
      if (!told.includes('Deriving')) return
      child.stderr?.off('data', stopWhenDeriving).resume()
      child.kill('SIGSTOP')
      resolve(child)
    }
    child.stderr?.on('data', stopWhenDeriving)
  })
}
