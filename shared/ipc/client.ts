import type { Channel, NoticeName, NoticeOf, Noun, VerbOf } from './channels.ts'
import type { Notices, OutcomeOf, RequestOf } from './contract.ts'

type Verb<C extends Channel> = (request: RequestOf<C>) => Promise<OutcomeOf<C>>

/** Calls `listener` at each notice until the returned function is called. */
type Listen<N extends NoticeName> = (listener: (payload: Notices[N]) => void) => () => void

type VerbsOf<N extends Noun> = { readonly [V in VerbOf<N>]: Verb<`${N}.${V}` & Channel> }
type ListenersOf<N extends Noun> = {
  readonly [W in NoticeOf<N> as `on${Capitalize<W>}`]: Listen<`${N}.${W}` & NoticeName>
}

/**
 * All that the page can ask of the main process, and hear from it: `sso.backup.verify(…)`, `sso.backup.onProgress(…)`.
 */
export type SsoApi = { readonly [N in Noun]: VerbsOf<N> & ListenersOf<N> }
