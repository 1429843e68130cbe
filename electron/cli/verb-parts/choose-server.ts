import { hostname } from 'node:os'
import { UsageError } from '../terminal/usage-error.ts'
import { defineVerb, type Verb } from '../verb/verb.ts'
import { COMPLETED } from './answers.ts'

/** Names that are this computer's on every computer, and what scripts for Windows have in place of one. */
const ALWAYS_THIS = ['localhost', '.', '127.0.0.1', '::1', '%computername%', '$env:computername']

/**
 * Whether a name is that of the computer called `computer`: in any case, and with or without its domain.
 */
export function namesComputer(name: string, computer: string): boolean {
  const [given, own] = [name, computer].map((one) =>
    one
      .trim()
      .toLowerCase()
      .replace(/(?<=.)\.$/, ''),
  )
  if (given === undefined || own === undefined || given === '') return false
  if (given === own || ALWAYS_THIS.includes(given)) return true
  const [[short, ...domain], [ownShort, ...ownDomain]] = [given.split('.'), own.split('.')]
  return short === ownShort && (domain.length === 0 || ownDomain.length === 0)
}

/** A verb of the original that chose the SSO server: here it is always this computer, and another one is refused. */
export function chooseServer(name: 'server' | 'serverAll', whom: string): Verb {
  return defineVerb({
    name,
    summary: `name the SSO server${whom}: always this computer`,
    description: [
      'The SSO server is always this computer. Its name is taken, in any case, with or without its domain, or localhost; there is nothing to change then. The name of another computer is refused.',
      'Use another SSO system with --data-dir or, for all commands, with the environment variable SSO_DATA_DIR.',
    ],
    arguments: [{ name: 'server', what: "this computer's name" }],
    examples: [`-${name} localhost`],
    ifNoSystem: 'ignore',
    json: (zod) => zod.strictObject({ ssoServer: zod.string() }),
    async run({ program }, { server }) {
      const ssoServer = hostname().toLowerCase()
      if (namesComputer(server, ssoServer)) return { ssoServer }
      throw new UsageError(
        `${program} -${name}: the SSO server is always this computer, ${ssoServer}; no other one can be used. Use another SSO system with --data-dir or SSO_DATA_DIR.`,
      )
    },
    print: ({ ssoServer }) => [`Using the SSO server on this computer, ${ssoServer}.`, COMPLETED],
  })
}
