import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { followReencryption, reencryptionJson, reencryptionRows } from '../verb-parts/follow-reencryption.ts'
import { untoldJson, untoldWords } from './show-secret.ts'

export const reencrypt = defineVerb({
  name: 'reencrypt',
  summary: 'show, pause, resume or cancel the re-encryption of the credentials',
  description: [
    'After a master secret has been generated, the credentials are re-encrypted under it. status shows how far that is; with --watch it stays until it is done. pause stops it until resume, which stays until it is done. cancel ends it: what is left stays readable with the previous master secret, and resume can still finish it.',
    'Ctrl+C stops it after the rows under way; the rest is done when the console or a command is next started.',
  ],
  arguments: [{ name: 'action', what: 'what to do', choices: ['status', 'pause', 'resume', 'cancel'] }],
  options: [{ name: 'watch', what: 'with status: stay until it is done' }],
  examples: ['-reencrypt status', '-reencrypt status --watch', '-reencrypt pause'],
  interrupted:
    'What has been re-encrypted stays so; the rest is done when the console or a command is next started.',
  json: (zod) =>
    zod.strictObject({
      reencryption: reencryptionJson(zod).nullable(),
      untold: untoldJson(zod).nullable(),
    }),
  async run(context, { action, watch }) {
    const { reencryption, system } = await context.system()
    if (action === 'pause') await reencryption.pause()
    if (action === 'cancel') await reencryption.cancel()
    if (action === 'resume') await reencryption.resume()
    const follows = action === 'resume' || (action === 'status' && watch)
    const stands = follows ? await followReencryption(context) : await reencryption.describe()
    const { masterSecret } = await system.describe()
    return { reencryption: stands, untold: masterSecret.state === 'current' ? masterSecret.untold : null }
  },
  failed: ({ reencryption }) => reencryption?.phase === 'waiting',
  print: ({ reencryption, untold }) => [
    ...(untold === null ? [] : labelled([['Current secret', `the database ${untoldWords(untold)}`]])),
    ...(reencryption === null
      ? ['No credentials have had to be re-encrypted yet.']
      : labelled([
          ...reencryptionRows(reencryption),
          ['Under secret', reencryption.msid],
          ['Started', reencryption.startedAt],
          ['Finished', reencryption.finishedAt ?? 'not yet'],
        ])),
  ],
})
