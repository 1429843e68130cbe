import { join, normalize, sep } from 'node:path'

export const CONSOLE_HOST = 'console'

/**
 * The file that a URL of the console names.
 *
 * @returns `null` for another host or a path that leads out of `folder` (absolute, without a separator at its end).
 */
export function fileWithin(folder: string, url: URL): string | null {
  if (url.host !== CONSOLE_HOST) return null
  const path = normalize(join(folder, decode(url.pathname)))
  return path.startsWith(folder + sep) ? path : null
}

/** A path that is not well-formed stands for itself, and so for no file. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}

/** What the console's page may load: its own scripts and styles, and style elements that carry `nonce`. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
