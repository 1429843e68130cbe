import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The forms in which bytes may have been written down, as bytes to look for. */
export function formsOf(secret: Buffer): Readonly<Record<string, Buffer>> {
  const hex = secret.toString('hex')
  return {
    raw: secret,
    'UTF-16': Buffer.from(secret.toString('utf8'), 'utf16le'),
    hex: Buffer.from(hex),
    'hex in capitals': Buffer.from(hex.toUpperCase()),
    ...base64Forms(secret),
  }
}

/** Base64 of the bytes as it stands in that of something longer, wherever in it they begin. */
function base64Forms(secret: Buffer): Record<string, Buffer> {
  const forms: Record<string, Buffer> = {}
  for (const before of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), secret])
    // Characters that hold bits of the neighbours differ from file to file.
    const from = Math.ceil((before * 8) / 6)
    const to = Math.floor((padded.length * 8) / 6)
    const text = padded.toString('base64').slice(from, to)
    forms[`base64 from byte ${before}`] = Buffer.from(text)
    forms[`base64url from byte ${before}`] = Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return forms
}

/** The names of the forms of `secret` that are in `haystack`. */
export function formsIn(haystack: Buffer, secret: Buffer): string[] {
  return Object.entries(formsOf(secret))
    .filter(([, form]) => haystack.includes(form))
    .map(([name]) => name)
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Where below a folder any of the secrets is, in what form. */
export async function findInFiles(
  folder: string,
  secrets: Readonly<Record<string, Buffer>>,
): Promise<string[]> {
  const found: string[] = []
  for (const file of await filesBelow(folder)) {
    const content = await readFile(file)
    for (const [name, secret] of Object.entries(secrets)) {
      found.push(...formsIn(content, secret).map((form) => `${name} as ${form} in ${file}`))
    }
  }
  return found
}
