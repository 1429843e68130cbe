/** Domains that hold Windows' own accounts. */
const BUILT_IN_DOMAINS = ['builtin', 'nt authority', 'nt service']

/** Windows' own accounts and groups, as written without a domain; no name that is an ordinary one elsewhere. */
const BUILT_IN_NAMES = [
  'everyone',
  'anonymous logon',
  'authenticated users',
  'creator group',
  'creator owner',
  'local service',
  'local system',
  'localsystem',
  'network service',
  'system',
]

/** Whether an account or group is one that Windows makes itself, whatever the case: it can hold no role. */
export function isBuiltInAccount(name: string): boolean {
  const [first = '', second] = name.toLowerCase().split('\\')
  return second === undefined ? BUILT_IN_NAMES.includes(first) : BUILT_IN_DOMAINS.includes(first)
}
