/** The view of the node that is selected when the console opens. */
export const loadSystemView = () => import('../system/system-view.tsx')
