import type { KeyProtectorKind } from '../../../shared/master-secret.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { protectorJson, protectorWords } from '../verb-parts/key-protectors.ts'

export const changeProtector = defineVerb({
  name: 'changeProtector',
  summary: 'change what guards the master secret on this computer',
  description: [
    'Makes a new key for the secret store and lets the keyring of the operating system, or a key file beside the store, keep it. The same protector again replaces the key. A recovery key that was saved before no longer opens the store: save a new one.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'protector', what: 'what is to keep the key', choices: ['os-keyring', 'key-file'] }],
  examples: ['-changeProtector os-keyring', '-changeProtector key-file'],
  json: (zod) =>
    zod.strictObject({
      from: protectorJson(zod),
      to: protectorJson(zod),
      oldKeyRemoved: zod.boolean(),
      recoveryKeyOutdated: zod.boolean(),
      trackingId: zod.string(),
    }),
  async run(context, { protector }) {
    const { keyProtection } = await context.system()
    return keyProtection.changeProtector(protector as KeyProtectorKind)
  },
  print: ({ from, oldKeyRemoved, recoveryKeyOutdated, to, trackingId }) => [
    ...labelled([
      ['Guarded by', protectorWords[to]],
      ['Before by', protectorWords[from]],
      ['Tracking id', trackingId],
    ]),
    ...(oldKeyRemoved
      ? []
      : [
          'The old key may still be there: a restore that can be undone needs it, or it could not be removed for good. That is tried again at each start.',
        ]),
    ...(recoveryKeyOutdated
      ? ['The recovery key saved before is of no use any more. Save a new one: ssoconfig -saveRecoveryKey']
      : []),
    COMPLETED,
  ],
})
