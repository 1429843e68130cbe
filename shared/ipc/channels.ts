/**
 * What the page may ask of the main process, and hear from it, by noun. Without the parsers, which the preload script
 * must not load and the main process loads when first asked: those are in `contract.ts`, where the compiler demands an
 * entry for each channel and each notice named here.
 */
const nouns = {
  console: { verbs: ['selectNode'], notices: ['action'] },
  system: { verbs: ['describe'], notices: ['changed'] },
  masterSecret: { verbs: ['chooseBackupFile', 'generate', 'cancelGenerate'], notices: ['progress'] },
  backup: { verbs: ['chooseTarget', 'make', 'open', 'verify', 'cancel'], notices: ['progress'] },
  restore: {
    verbs: ['try', 'run', 'cancel', 'listReplaced', 'undo', 'removeReplaced'],
    notices: ['progress'],
  },
  reencryption: { verbs: ['pause', 'resume', 'cancel'], notices: ['progress'] },
  servers: { verbs: ['list', 'join', 'leave'], notices: [] },
  globalInfo: {
    verbs: ['read', 'auditLevels', 'update', 'enable', 'disable', 'moveMasterSecretServer'],
    notices: [],
  },
  keyProtection: {
    verbs: ['describe', 'change', 'chooseTarget', 'saveRecoveryKey', 'chooseRecoveryKey', 'recover'],
    notices: [],
  },
  health: { verbs: ['describe', 'checkCredentials', 'checkDatabase', 'cancel'], notices: ['progress'] },
  rehearsal: { verbs: ['generate', 'restore', 'cancel'], notices: ['progress'] },
  events: { verbs: ['find', 'verify', 'cancel'], notices: ['progress'] },
} as const

type Nouns = typeof nouns
export type Noun = keyof Nouns
export type VerbOf<N extends Noun> = Nouns[N]['verbs'][number]
export type NoticeOf<N extends Noun> = Nouns[N]['notices'][number]

export type Channel = { [N in Noun]: `${N}.${VerbOf<N>}` }[Noun]
export type NoticeName = { [N in Noun]: `${N}.${NoticeOf<N>}` }[Noun]

/** Every channel the page may call. */
export const channels = namesOf('verbs') as readonly Channel[]

/** All that the page may hear unasked. */
export const noticeNames = namesOf('notices') as readonly NoticeName[]

function namesOf(kind: 'verbs' | 'notices'): readonly string[] {
  return Object.entries(nouns).flatMap(([noun, named]) => named[kind].map((name) => `${noun}.${name}`))
}
