import { lazyNamed } from '../host/lazy-named.ts'
import { treePainted } from '../host/tree-painted.ts'
import { loadSystemView } from './nodes.tsx'

/**
 * Loads what stands around the tree, and what it shows first; not before the tree is painted, which is what start-up is
 * measured by.
 */
async function load() {
  await treePainted
  const view = loadSystemView()
  const surroundings = import('./surroundings.ts')
  await view
  return surroundings
}

export const Toolbar = lazyNamed(load, 'Toolbar')
export const NodeView = lazyNamed(load, 'NodeView')
export const ActionsPane = lazyNamed(load, 'ActionsPane')
export const StatusBar = lazyNamed(load, 'StatusBar')
