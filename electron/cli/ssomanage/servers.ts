import { labelled } from '../terminal/text-layout.ts'
import { defineListVerb, defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

const serverArgument = { name: 'server', what: "the computer's name, in any case" } as const

export const showServer = defineVerb({
  name: 'showServer',
  summary: 'show which SSO server is in use',
  description: [
    'Shows the SSO server in use, which is always this computer, its data directory, and the master secret server of the SSO system.',
  ],
  examples: ['-showServer', '-showServer --json'],
  json: (zod) =>
    zod.strictObject({
      ssoServer: zod.string(),
      dataDirectory: zod.string(),
      masterSecretServer: zod.string(),
    }),
  async run(context) {
    const { system } = await context.system()
    const { masterSecretServer, ssoServer } = await system.describe()
    return { ssoServer, dataDirectory: (await context.dataDirectory()).path, masterSecretServer }
  },
  print: ({ dataDirectory, masterSecretServer, ssoServer }) =>
    labelled([
      ['SSO server', ssoServer],
      ['Data directory', dataDirectory],
      ['Master secret server', masterSecretServer],
    ]),
})

export const listServers = defineListVerb({
  name: 'listServers',
  summary: 'list the servers of the SSO system',
  description: [
    'Lists the servers that have joined the SSO system, when each last opened it, and with which version. You must be an SSO Affiliate Administrator or an SSO Administrator.',
  ],
  examples: ['-listServers', '-listServers --json'],
  json: (zod) =>
    zod.strictObject({
      name: zod.string(),
      isMasterSecretServer: zod.boolean(),
      isThisServer: zod.boolean(),
      joinedAt: zod.string(),
      lastSeenAt: zod.string().nullable(),
      version: zod.string().nullable(),
      msids: zod.array(zod.string()).readonly().nullable(),
    }),
  async *run({ system }) {
    const { servers } = await system()
    yield* await servers.list()
  },
  print: ({ isMasterSecretServer, isThisServer, lastSeenAt, name, version }) => {
    const marks = [
      ...(isMasterSecretServer ? ['master secret server'] : []),
      isThisServer ? 'this computer' : lastSeenAt === null ? 'not seen yet' : `last seen ${lastSeenAt}`,
      ...(version === null ? [] : [`version ${version}`]),
    ]
    return [`${name}: ${marks.join(', ')}`]
  },
})

export const addServer = defineVerb({
  name: 'addServer',
  summary: 'add a server to the SSO system',
  description: [
    'Adds a server before it first opens the SSO system, so that it can be made the master secret server. You must be an SSO Administrator.',
  ],
  arguments: [serverArgument],
  examples: ['-addServer sso02'],
  json: (zod) => zod.strictObject({ server: zod.string() }),
  async run({ system }, { server }) {
    await (await system()).servers.join(server)
    return { server: server.toLowerCase() }
  },
  print: ({ server }) => [`The server ${server} is added.`, COMPLETED],
})

export const removeServer = defineVerb({
  name: 'removeServer',
  summary: 'remove a server from the SSO system',
  description: [
    'Removes a server from the list. It joins again when it next opens the SSO system. You must be an SSO Administrator.',
  ],
  arguments: [serverArgument],
  examples: ['-removeServer sso02'],
  json: (zod) => zod.strictObject({ server: zod.string() }),
  async run({ system }, { server }) {
    await (await system()).servers.leave(server)
    return { server: server.toLowerCase() }
  },
  print: ({ server }) => [`The server ${server} is removed.`, COMPLETED],
})
