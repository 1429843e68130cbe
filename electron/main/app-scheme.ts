import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { type ProtocolResponse, protocol, type Session } from 'electron'
import { CONSOLE_HOST, contentSecurityPolicy, fileWithin } from './console-page.ts'

const SCHEME = 'app'

export const CONSOLE_URL = `${SCHEME}://${CONSOLE_HOST}/index.html`

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  // codeCache lets V8 keep compiled scripts, which a custom scheme does not get by itself.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/**
 * Serves the console's own files, and nothing else, from `folder`.
 *
 * @param connected - awaited before the first answer, so that no page can ask what nobody would hear
 */
export function serveAppScheme(session: Session, folder: string, connected: Promise<void>): void {
  // Not `protocol.handle`, though this is deprecated: its first call loads all of Node's fetch (30 to 45 ms of
  // the main thread) while the first page waits.
  session.protocol.registerBufferProtocol(SCHEME, ({ url }, answer) => {
    void connected.then(() => answer(respond(new URL(url), folder)))
  })
}

function respond(url: URL, folder: string): ProtocolResponse {
  const path = fileWithin(folder, url)
  const type = CONTENT_TYPES[extname(url.pathname)]
  if (path === null || type === undefined) return notFound()
  try {
    // Each turn of the event loop costs Electron's main process more than these few small files take to read.
    const file = readFileSync(path)
    return type.startsWith('text/html') ? page(file.toString('utf8'), type) : asset(file, type)
  } catch {
    return notFound()
  }
}

function notFound(): ProtocolResponse {
  return { statusCode: 404, mimeType: 'text/plain', data: Buffer.from('Not found') }
}

function asset(data: Buffer, type: string): ProtocolResponse {
  return { data, headers: headers(type) }
}

/** The page gets a fresh nonce, by which the style elements made at run time are let in. */
function page(html: string, type: string): ProtocolResponse {
  const nonce = randomBytes(16).toString('base64')
  return {
    data: Buffer.from(html.replaceAll('CSP_NONCE', nonce)),
    headers: { ...headers(type), 'Content-Security-Policy': contentSecurityPolicy(nonce) },
  }
}

function headers(type: string): Record<string, string> {
  return { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' }
}
