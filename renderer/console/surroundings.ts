/** What stands around the tree, in one chunk. */
export { ActionsPane } from './actions-pane.tsx'
export { NodeView } from './node-view.tsx'
export { StatusBar } from './status-bar.tsx'
export { Toolbar } from './toolbar.tsx'
