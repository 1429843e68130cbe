import { createDecipheriv, createHmac, hkdfSync, scryptSync, timingSafeEqual } from 'node:crypto'

/* age v1 with a passphrase, after age-encryption.org/v1. */

const VERSION_LINE = 'age-encryption.org/v1'
const CHUNK_BYTES = 64 * 1024
const TAG_BYTES = 16
const NONCE_BYTES = 16

/** One recipient, as the header of an age file names it. */
interface Stanza {
  readonly args: readonly string[]
  readonly body: Buffer
}

interface AgeFile {
  readonly stanzas: readonly Stanza[]
  /** What `mac` is of. */
  readonly header: Buffer
  readonly mac: Buffer
  readonly payload: Buffer
}

/** Takes the PEM-like armor off: the base64 between its two lines. */
export function dearmor(text: string): Buffer {
  const found = /^-----BEGIN AGE ENCRYPTED FILE-----\n([\w+/=\n]+)-----END AGE ENCRYPTED FILE-----\n$/.exec(
    text,
  )
  if (found === null) throw new Error('not an armored age file')
  const lines = (found[1] ?? '').trimEnd().split('\n')
  if (lines.slice(0, -1).some((line) => line.length !== 64))
    throw new Error('a line of the armor is not of 64 characters')
  return Buffer.from(lines.join(''), 'base64')
}

/** Opens a file that one passphrase opens; throws if it is another, or the file was changed. */
export function openWithPassphrase(file: Buffer, passphrase: string): Buffer {
  const { header, mac, payload, stanzas } = parse(file)
  const [stanza] = stanzas
  if (stanza === undefined || stanzas.length !== 1 || stanza.args[0] !== 'scrypt')
    throw new Error('it has not exactly one recipient, a passphrase')
  const fileKey = unwrap(stanza, passphrase)
  const macKey = derive(fileKey, Buffer.alloc(0), 'header')
  if (!timingSafeEqual(createHmac('sha256', macKey).update(header).digest(), mac))
    throw new Error('its header was changed')
  const payloadKey = derive(fileKey, payload.subarray(0, NONCE_BYTES), 'payload')
  return openChunks(payload.subarray(NONCE_BYTES), payloadKey)
}

function parse(file: Buffer): AgeFile {
  const text = file.toString('latin1')
  const end = /\n--- ([\w+/]+)\n/.exec(text)
  if (!text.startsWith(`${VERSION_LINE}\n`) || end === null) throw new Error('not an age v1 file')
  const stanzas = text
    .slice(VERSION_LINE.length + 1, end.index + 1)
    .split(/^-> /m)
    .slice(1)
    .map(parseStanza)
  return {
    stanzas,
    header: file.subarray(0, end.index + '\n---'.length),
    mac: Buffer.from(end[1] ?? '', 'base64'),
    payload: file.subarray(end.index + end[0].length),
  }
}

function parseStanza(text: string): Stanza {
  const [first = '', ...body] = text.split('\n')
  return { args: first.split(' '), body: Buffer.from(body.join(''), 'base64') }
}

function unwrap({ args: [, salt = '', logN = ''], body }: Stanza, passphrase: string): Buffer {
  const N = 2 ** Number(logN)
  const labelled = Buffer.concat([Buffer.from(`${VERSION_LINE}/scrypt`), Buffer.from(salt, 'base64')])
  const key = scryptSync(Buffer.from(passphrase, 'utf8'), labelled, 32, {
    N,
    r: 8,
    p: 1,
    maxmem: 2048 * N + 1_048_576,
  })
  return open(key, Buffer.alloc(12), body)
}

const derive = (key: Buffer, salt: Buffer, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32))

/** ChaCha20-Poly1305 (RFC 8439); throws if `sealed` was changed or is under another key. */
function open(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
}

function openChunks(payload: Buffer, key: Buffer): Buffer {
  const size = CHUNK_BYTES + TAG_BYTES
  const count = Math.max(1, Math.ceil(payload.byteLength / size))
  const chunks = Array.from({ length: count }, (_, at) => {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(at, 7)
    nonce[11] = at === count - 1 ? 1 : 0
    return open(key, nonce, payload.subarray(at * size, (at + 1) * size))
  })
  return Buffer.concat(chunks)
}
