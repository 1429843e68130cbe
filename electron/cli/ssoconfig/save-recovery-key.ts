import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { fileToSave } from '../verb-parts/file-argument.ts'

export const saveRecoveryKey = defineVerb({
  name: 'saveRecoveryKey',
  summary: 'save the key of the secret store in a file to keep elsewhere',
  description: [
    'Saves the key that opens the secret store of this computer in <file>, and proves it. With it -recoverWithKey opens the store when its key is lost: another account, a keyring that was emptied. Whoever has both the file and the store has the master secret: keep the file where only you reach it.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'file', what: 'where to save it; not in the data directory', offers: 'file' }],
  examples: ['-saveRecoveryKey /media/usb/sso.recovery'],
  force: 'replace <file> if it exists',
  json: (zod) =>
    zod.strictObject({
      fileName: zod.string(),
      savedAt: zod.string(),
      displayPath: zod.string(),
      trackingId: zod.string(),
    }),
  async run(context, { file }) {
    const { keyProtection } = await context.system()
    return keyProtection.saveRecoveryKey(fileToSave(file), context.options.force ? 'replace' : 'refuse')
  },
  print: ({ displayPath, savedAt, trackingId }) => [
    ...labelled([
      ['Recovery key', displayPath],
      ['Saved', savedAt],
      ['Tracking id', trackingId],
    ]),
    COMPLETED,
  ],
})
