import { DOMAIN_MAX_CHARACTERS } from './account-name.ts'

/** What Windows allows in no account name, and what parts names in lists; a backslash parts domain and name. */
const NEVER = /["/[\]:;|=,*?<>]/

/**
 * Why a text cannot be the name of an account or a group, as part of a sentence; `null` if it can. One rule for every
 * way by which names come in.
 */
export function whyNoAccountName(text: string): string | null {
  if (text.trim() === '') return 'the name is empty'
  if (text !== text.trim()) return 'the name begins or ends in a space'
  if (/\p{C}/u.test(text)) return 'the name has characters that cannot be shown'
  if (/[;,]/.test(text)) return 'it looks like a list; name one account at a time'
  const wrong = NEVER.exec(text)
  if (wrong !== null) return `no account has the character ${wrong[0]} in its name`
  return whyNoParts(text.split('\\'))
}

function whyNoParts([first = '', second, ...more]: readonly string[]): string | null {
  if (more.length > 0) return 'it has more than one backslash'
  if (second === undefined) return null
  if (first.trim() === '' || second.trim() === '') return 'a part of it is empty'
  if (first !== first.trim() || second !== second.trim()) return 'there is a space beside its backslash'
  if (first.length > DOMAIN_MAX_CHARACTERS)
    return `its domain has more than ${DOMAIN_MAX_CHARACTERS} characters`
  return null
}
