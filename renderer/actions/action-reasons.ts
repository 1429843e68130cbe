import type { Action } from '../../shared/actions.ts'

/** Whether the reason why an action is disabled was given with an action before it in the list. */
export function isShownBefore(actions: readonly Action[], index: number): boolean {
  const reason = actions[index]?.disabledReason
  return actions.slice(0, index).some(({ disabledReason }) => disabledReason === reason)
}
