import { SsoError } from '../errors/sso-error.ts'

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
const MAX_LABEL = 63
const MAX_NAME = 255

/** The form in which servers are named and compared: lower case, without spaces around. */
export function normaliseServerName(name: string): string {
  return name.trim().toLowerCase()
}

/**
 * Only the way it is written is looked at: whether a cluster's network name or a computer's own name is meant cannot be
 * told from it.
 *
 * @returns the name as {@link normaliseServerName} writes it
 * @throws {@link SsoError} `ServerNameInvalid`
 */
export function checkServerName(name: string): string {
  const server = normaliseServerName(name)
  const reason = whyWrong(server)
  if (reason !== null) throw SsoError.of('ServerNameInvalid', { server, reason })
  return server
}

function whyWrong(server: string): string | null {
  if (server === '') return 'it is empty'
  if (server.length > MAX_NAME) return `it has more than ${MAX_NAME} characters`
  const labels = server.split('.')
  if (labels.some((label) => label.length > MAX_LABEL))
    return `a part of it has more than ${MAX_LABEL} characters`
  return labels.every((label) => LABEL.test(label))
    ? null
    : 'each part may have letters, digits and, between them, hyphens'
}
