/** Every channel the renderer may call. Apart from their parsers, which the main process loads when first asked. */
export const channels = [
  'console.selectNode',
  'system.describe',
  'masterSecret.chooseBackupFile',
  'masterSecret.generate',
  'masterSecret.cancelGenerate',
  'reencryption.pause',
  'reencryption.resume',
  'reencryption.cancel',
] as const

export type Channel = (typeof channels)[number]
