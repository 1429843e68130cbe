// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { verification } from './support/backup-double.ts'
import {
  type ConsoleDouble,
  fillIn,
  fromOutside,
  openConsole,
  openDialog,
  openGenerateSecret,
  systemRead,
} from './support/open-console.tsx'
import { allAllowed, anOverview, currentSecret, type SsoDouble } from './support/sso-double.ts'

/** Contrast needs real pixels; it is checked in the real window. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

interface View {
  readonly name: string
  readonly prepare?: (sso: SsoDouble) => void
  readonly reach: (opened: ConsoleDouble) => Promise<unknown>
}

async function pressOk(opened: ConsoleDouble, password: string) {
  const dialog = await openGenerateSecret(opened)
  await fillIn(opened, dialog, { password })
  await opened.user.click(within(dialog).getByRole('button', { name: 'OK' }))
  return dialog
}

async function tryWrongPassword(opened: ConsoleDouble) {
  const dialog = within(await openDialog(opened, 'Verify Backup'))
  await opened.user.click(dialog.getByRole('button', { name: 'Browse…' }))
  await opened.user.click(dialog.getByRole('button', { name: 'Verify' }))
  const error = { code: 'WrongPassword', details: {}, field: 'password' } as const
  await fromOutside(() => opened.sso.backup.verifying.fail(error))
}

const views: readonly View[] = [
  { name: 'no master secret', reach: systemRead },
  {
    name: 'a master secret',
    prepare: (sso) => {
      sso.overview = anOverview({ masterSecret: currentSecret })
    },
    reach: systemRead,
  },
  {
    name: 'an unavailable master secret',
    prepare: (sso) => {
      const error = { code: 'SecretStoreMissing', details: { msid: 'x' } } as const
      sso.overview = anOverview({ masterSecret: { state: 'unavailable', error } })
    },
    reach: systemRead,
  },
  {
    name: 'a refusal',
    prepare: (sso) => {
      const error = {
        code: 'NotMasterSecretServer',
        details: { masterSecretServer: 'a', server: 'b' },
      } as const
      sso.overview = anOverview({ permissions: { ...allAllowed, generateSecret: { allowed: false, error } } })
    },
    reach: systemRead,
  },
  {
    name: 'a system that cannot be read',
    prepare: (sso) => {
      sso.describe = async () => ({ ok: false, error: { code: 'DatabaseForeign', details: { path: 'x' } } })
    },
    reach: () => screen.findByRole('alert'),
  },
  { name: 'the root node', reach: ({ user }) => user.keyboard('{Home}') },
  {
    name: 'the context menu',
    reach: async ({ user }) => {
      await systemRead()
      await user.keyboard('{ContextMenu}')
      await screen.findByRole('menu')
    },
  },
  { name: 'Generate Secret', reach: openGenerateSecret },
  { name: 'Generate Secret with faults', reach: (opened) => pressOk(opened, 'abc') },
  {
    name: 'Generate Secret with a passphrase',
    reach: async (opened) => {
      const inside = within(await openGenerateSecret(opened))
      await opened.user.click(inside.getByRole('button', { name: 'Generate passphrase' }))
      await waitFor(() => expect(opened.workers[0]?.questions).toHaveLength(1))
      await fromOutside(() => opened.workers[0]?.answer(0, { score: 4, advice: '' }))
    },
  },
  {
    name: 'Generate Secret with a failure',
    reach: async (opened) => {
      await pressOk(opened, 'correct horse')
      await fromOutside(() => opened.sso.fail({ code: 'SecretStoreBusy', details: { holder: 'x' } }))
    },
  },
  {
    name: 'the steps',
    reach: async (opened) => {
      await pressOk(opened, 'correct horse')
      await fromOutside(() => opened.sso.notify('masterSecret.progress', { step: 'writing-backup' }))
    },
  },
  {
    name: 'the result',
    reach: async (opened) => {
      await pressOk(opened, 'correct horse')
      await fromOutside(() => opened.sso.succeed())
    },
  },
  {
    name: 'Backup Secret with faults',
    reach: async (opened) => {
      const dialog = within(await openDialog(opened, 'Backup Secret'))
      await opened.user.click(dialog.getByRole('button', { name: 'OK' }))
    },
  },
  { name: 'Verify Backup with a wrong password', reach: tryWrongPassword },
  {
    name: 'what a verified backup is worth',
    reach: async (opened) => {
      await tryWrongPassword(opened)
      await opened.user.click(screen.getByRole('button', { name: 'Verify' }))
      await fromOutside(() => opened.sso.backup.verifying.succeed(verification))
    },
  },
  {
    name: 'the help',
    reach: async ({ user }) => {
      await user.keyboard('{F1}')
      await screen.findByRole('dialog')
    },
  },
  {
    name: 'the about dialog',
    reach: async ({ sso }) => {
      await fromOutside(() => sso.notify('console.action', { action: 'about' }))
      await screen.findByRole('dialog')
    },
  },
  {
    name: 'the crash dialog',
    reach: async () => {
      await fromOutside(() => window.dispatchEvent(new ErrorEvent('error', { message: 'boom' })))
      await screen.findByRole('alertdialog')
    },
  },
]

describe('the console', () => {
  it.each(views)('passes axe-core when it shows $name', async ({ prepare, reach }) => {
    document.title = 'SSO Administration'
    document.documentElement.lang = 'en'
    await reach(await openConsole(prepare))
    expect(await violations()).toEqual([])
  })
})
