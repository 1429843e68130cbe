import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { fileToRead } from '../verb-parts/file-argument.ts'
import { protectorJson, protectorWords } from '../verb-parts/key-protectors.ts'

export const recoverWithKey = defineVerb({
  name: 'recoverWithKey',
  summary: 'open the secret store with a recovery key when its own key is lost',
  description: [
    'Gives the secret store of this computer its key back from a file that -saveRecoveryKey saved. Nothing is changed where the key is not lost.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'file', what: 'the recovery key', offers: 'file' }],
  examples: ['-recoverWithKey /media/usb/sso.recovery'],
  json: (zod) =>
    zod.strictObject({ protector: protectorJson(zod), wasLost: zod.boolean(), trackingId: zod.string() }),
  async run(context, { file }) {
    const { keyProtection } = await context.system()
    return keyProtection.recoverWithKey(fileToRead(file))
  },
  print: ({ protector, trackingId, wasLost }) => [
    wasLost ? 'The secret store has its key back.' : 'The key was not lost; nothing was changed.',
    ...labelled([
      ['Guarded by', protectorWords[protector]],
      ['Tracking id', trackingId],
    ]),
    COMPLETED,
  ],
})
