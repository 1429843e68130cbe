import { amber, type Check, green, ofSecret } from './health-check.ts'

/** What guards the secret store, and whether it is guarded twice. */
export const protectorCheck: Check = {
  id: 'protector',
  title: 'Key protector',
  fixWhenThrown: 'restore-secret',
  find: (context) =>
    ofSecret(context, async (content) => {
      await context.store.checkProtector(content)
      const saved = hasRecoveryKey(content)
      if (content.protector === 'key-file')
        return amber(
          `The secret store is guarded by file permissions only${saved ? '; a recovery key is saved' : ''}.`,
          'change-protector',
        )
      return saved
        ? green('The secret store is guarded by the keyring, and a recovery key is saved.')
        : amber(
            'The secret store is guarded by the keyring alone; without it, only a backup helps.',
            'save-recovery-key',
          )
    }),
}

function hasRecoveryKey(content: object): boolean {
  return 'recoveryKey' in content && content.recoveryKey !== null && content.recoveryKey !== undefined
}
