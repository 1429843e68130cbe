import {
  ArrowClockwise16Regular,
  ArrowUndo16Regular,
  Beaker16Regular,
  type FluentIcon,
  Key16Regular,
  LockClosed16Regular,
  QuestionCircle16Regular,
  Save16Regular,
  Server16Regular,
  Settings16Regular,
  ShieldCheckmark16Regular,
  TaskListSquareLtr16Regular,
} from '@fluentui/react-icons'
import type { ActionId } from '../../shared/actions.ts'

const actionIcons: Readonly<Record<ActionId, FluentIcon>> = {
  'generate-secret': Key16Regular,
  'backup-secret': Save16Regular,
  'restore-secret': ArrowUndo16Regular,
  'verify-backup': ShieldCheckmark16Regular,
  rehearse: Beaker16Regular,
  'check-credentials': TaskListSquareLtr16Regular,
  'key-protector': LockClosed16Regular,
  properties: Settings16Regular,
  'add-server': Server16Regular,
  'verify-log': ShieldCheckmark16Regular,
  refresh: ArrowClockwise16Regular,
  help: QuestionCircle16Regular,
}

/** The picture of an action; says nothing to a screen reader. */
export function ActionIcon({ id }: { readonly id: ActionId }) {
  const Icon = actionIcons[id]
  return <Icon aria-hidden />
}
