import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol, type Session } from 'electron'
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

/** Serves the console's own files, and nothing else, from `folder`. */
export function serveAppScheme(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, (request) => respond(new URL(request.url), folder))
}

async function respond(url: URL, folder: string): Promise<Response> {
  const path = fileWithin(folder, url)
  const type = CONTENT_TYPES[extname(url.pathname)]
  if (path === null || type === undefined) return new Response('Not found', { status: 404 })
  try {
    const file = await readFile(path)
    return type.startsWith('text/html') ? page(file.toString('utf8'), type) : asset(file, type)
  } catch {
    return new Response('Not found', { status: 404 })
  }
}

function asset(file: Buffer, type: string): Response {
  return new Response(new Uint8Array(file), { headers: headers(type) })
}

/** The page gets a fresh nonce, by which the style elements made at run time are let in. */
function page(html: string, type: string): Response {
  const nonce = randomBytes(16).toString('base64')
  return new Response(html.replaceAll('CSP_NONCE', nonce), {
    headers: { ...headers(type), 'Content-Security-Policy': contentSecurityPolicy(nonce) },
  })
}

function headers(type: string): Record<string, string> {
  return { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' }
}
