import { type BoundFunctions, type queries, screen, within } from '@testing-library/react'
import type { BackupFindings, RestoredSecret } from '../../../shared/backup.ts'
import { description } from '../support/backup-double.ts'
import {
  type ConsoleDouble,
  fromOutside,
  openConsole,
  systemRead,
  treeItem,
} from '../support/open-console.tsx'
import type { SsoDouble } from '../support/sso-double.ts'

export const typedPassword = 'correct horse battery'

/** Of a backup that reads everything. */
export const harmless: BackupFindings = {
  ...description,
  sameSystem: true,
  store: 'older',
  storeError: null,
  databaseMsid: description.currentMsid,
  holdsDatabaseMsid: true,
  trial: { readable: 4812, total: 4812, unreadable: [], damaged: 0 },
}

/** Of a backup that credentials would be lost with. */
export const losing: BackupFindings = {
  ...harmless,
  store: 'unrelated',
  holdsDatabaseMsid: false,
  trial: {
    readable: 812,
    total: 4812,
    unreadable: [
      { msid: 'cccccccc-7c1d-4e0a-9b6f-2d5a8c7e1f30', rows: 3_990 },
      { msid: null, rows: 1 },
    ],
    damaged: 9,
  },
}

export const restored: RestoredSecret = {
  msid: description.currentMsid,
  previousMsid: null,
  readable: 4812,
  total: 4812,
  replacedStore: '20260102T030405000Z-AAAA.json',
  noteFailure: null,
  trackingId: '7a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

export interface OpenDialog extends ConsoleDouble {
  readonly dialog: HTMLElement
  readonly inside: BoundFunctions<typeof queries>
  readonly press: (name: string) => Promise<void>
}

/** Opens *Restore Secret* by the context menu of System. */
export async function openRestoreSecret(prepare?: (sso: SsoDouble) => void): Promise<OpenDialog> {
  const opened = await openConsole(prepare)
  const { user } = opened
  await systemRead()
  await user.pointer({ keys: '[MouseRight]', target: treeItem('System') })
  await user.click(await screen.findByRole('menuitem', { name: /Restore Secret/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Restore Secret' })
  const inside = within(dialog)
  const press = async (name: string) => user.click(inside.getByRole('button', { name }))
  return { ...opened, dialog, inside, press }
}

/** Chooses the backup, types the password and starts the trial. */
export async function startTrial({ inside, press, user }: OpenDialog): Promise<void> {
  await press('Browse…')
  await user.click(inside.getByLabelText('Password'))
  await user.paste(typedPassword)
  await press('Check')
}

/** The same, and the trial has ended with `findings`. */
export async function afterTrial(findings: BackupFindings): Promise<OpenDialog> {
  const opened = await openRestoreSecret()
  await startTrial(opened)
  await fromOutside(() => opened.sso.restore.trial.succeed(findings))
  return opened
}
