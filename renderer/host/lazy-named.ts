import { type LazyExoticComponent, lazy } from 'react'

/** A component with whatever properties, as React's `lazy` has it. */
type Component = Awaited<ReturnType<Parameters<typeof lazy>[0]>>['default']

/** A component that a module exports under a name, loaded when it is first rendered. */
export function lazyNamed<N extends string, M extends { readonly [K in N]: Component }>(
  load: () => Promise<M>,
  name: N,
): LazyExoticComponent<M[N]> {
  return lazy(async () => ({ default: (await load())[name] }))
}
