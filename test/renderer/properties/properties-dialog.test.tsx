// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aServer } from '../support/administration-double.ts'
import {
  type ConsoleDouble,
  fromOutside,
  openConsole,
  systemRead,
  treeItem,
} from '../support/open-console.tsx'
import { allAllowed, anOverview, type SsoDouble } from '../support/sso-double.ts'

type OpenDialog = ConsoleDouble & { readonly dialog: HTMLElement }

async function openProperties(prepare?: (sso: SsoDouble) => void): Promise<OpenDialog> {
  const opened = await openConsole(prepare)
  await systemRead()
  await opened.user.keyboard('{Alt>}{Enter}{/Alt}')
  const dialog = await screen.findByRole('dialog', { name: 'System Properties' })
  await within(dialog).findByRole('tablist')
  return { ...opened, dialog }
}

const openTab = ({ dialog, user }: OpenDialog, name: string) =>
  user.click(within(dialog).getByRole('tab', { name }))
const button = (dialog: HTMLElement, name: string) => within(dialog).getByRole('button', { name })
const updates = ({ sso }: ConsoleDouble) => sso.administration.requestsTo('globalInfo.update')
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

async function retype({ dialog, user }: OpenDialog, label: string, text: string): Promise<void> {
  const field = within(dialog).getByLabelText(label)
  await user.clear(field)
  if (text !== '') await user.type(field, text)
}

describe('Alt+Enter', () => {
  it('opens the properties of System, not of another node', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.click(within(treeItem('Servers')).getByText('Servers'))
    await user.keyboard('{Alt>}{Enter}{/Alt}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.click(within(treeItem('System')).getByText('System'))
    await user.keyboard('{Alt>}{Enter}{/Alt}')
    await screen.findByRole('dialog', { name: 'System Properties' })
  })
})

describe('System Properties', () => {
  it('shows what was read in the tabs of the original', async () => {
    const opened = await openProperties()
    const inside = within(opened.dialog)
    const shown = (label: string) => (inside.getByLabelText(label) as HTMLInputElement).value
    expect(inside.getAllByRole('tab').map((tab) => tab.textContent)).toEqual([
      'General',
      'Accounts',
      'Options',
      'Audits',
    ])
    expect(opened.dialog.textContent).toContain('hisserver02')
    expect(shown('Ticket timeout (minutes)')).toBe('2')
    expect(shown('Credential cache timeout (minutes)')).toBe('60')
    await openTab(opened, 'Accounts')
    expect(shown('SSO Administrators')).toBe('user root\ngroup sudo')
    expect(shown('SSO Affiliate Administrators')).toBe('group wheel')
    await openTab(opened, 'Options')
    expect(inside.getAllByRole('checkbox').map((box) => (box as HTMLInputElement).checked)).toEqual([
      false,
      true,
      false,
    ])
    await openTab(opened, 'Audits')
    expect(['Deleted applications', 'Deleted mappings', 'Credential look-ups'].map(shown)).toEqual([
      '1000',
      '1001',
      '1002',
    ])
    expect(['Positive audit level', 'Negative audit level'].map(shown)).toEqual(['0', '1'])
  })

  it('moves between the tabs with the arrow keys, the first having the focus at the start', async () => {
    const { dialog, user } = await openProperties()
    const tab = (name: string) => within(dialog).getByRole('tab', { name })
    await waitFor(() => expect(document.activeElement).toBe(tab('General')))
    await user.keyboard('{ArrowRight}')
    expect(tab('Accounts').getAttribute('aria-selected')).toBe('true')
    await user.keyboard('{End}')
    expect(tab('Audits').getAttribute('aria-selected')).toBe('true')
    expect(within(dialog).getByRole('tabpanel', { name: 'Audits' })).toBeTruthy()
  })

  it('applies what was changed in all tabs with one request, closes and has the console read again', async () => {
    const opened = await openProperties()
    await retype(opened, 'Ticket timeout (minutes)', '15')
    await openTab(opened, 'Options')
    await opened.user.click(within(opened.dialog).getByLabelText('Allow tickets'))
    await openTab(opened, 'Audits')
    await opened.user.selectOptions(within(opened.dialog).getByLabelText('Positive audit level'), '3')
    const reads = opened.sso.describeCalls
    await opened.user.click(button(opened.dialog, 'OK'))
    await closed()
    expect(updates(opened)).toEqual([
      { changes: { ticketTimeout: 15, ticketsAllowed: true }, auditLevels: { positive: 3, negative: 1 } },
    ])
    expect(opened.sso.describeCalls).toBeGreaterThan(reads)
  })

  it('asks for nothing when OK is pressed with nothing changed', async () => {
    const opened = await openProperties()
    await opened.user.click(button(opened.dialog, 'OK'))
    await closed()
    expect(updates(opened)).toEqual([])
  })

  it.each(['Cancel', '{Escape}'])('discards what was changed at %s', async (how) => {
    const opened = await openProperties()
    await retype(opened, 'Ticket timeout (minutes)', '15')
    if (how === 'Cancel') await opened.user.click(button(opened.dialog, 'Cancel'))
    else await opened.user.keyboard(how)
    await closed()
    expect(updates(opened)).toEqual([])
  })

  it('selects the tab of the first fault and focuses its field when OK is pressed elsewhere', async () => {
    const opened = await openProperties()
    await retype(opened, 'Credential cache timeout (minutes)', '')
    await openTab(opened, 'Audits')
    await retype(opened, 'Deleted mappings', 'x')
    await opened.user.click(button(opened.dialog, 'OK'))
    const field = await within(opened.dialog).findByLabelText('Credential cache timeout (minutes)')
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(opened.dialog.textContent).toContain('Credential cache timeout (minutes) cannot be empty')
    expect(within(opened.dialog).getByRole('tab', { name: 'Audits, has an error' })).toBeTruthy()
    expect(updates(opened)).toEqual([])
  })

  it('takes a fault away as soon as the field is put right, and leaves the focus and the other faults', async () => {
    const opened = await openProperties()
    await retype(opened, 'Credential cache timeout (minutes)', '')
    await openTab(opened, 'Audits')
    await retype(opened, 'Deleted mappings', 'x')
    await retype(opened, 'Deleted applications', 'y')
    await opened.user.click(button(opened.dialog, 'OK'))
    await within(opened.dialog).findByText(/cannot be empty/)
    await opened.user.click(within(opened.dialog).getByRole('tab', { name: 'Audits, has an error' }))
    const field = within(opened.dialog).getByLabelText('Deleted mappings')
    await opened.user.type(field, 'z')
    expect(opened.dialog.textContent).toContain('The setting Deleted mappings cannot be xz')
    await opened.user.type(field, '{Backspace}{Backspace}12')
    expect(field.getAttribute('aria-invalid')).not.toBe('true')
    expect(document.activeElement).toBe(field)
    expect(opened.dialog.textContent).toContain('Deleted applications cannot be y')
    await retype(opened, 'Deleted applications', '7')
    expect(within(opened.dialog).getByRole('tab', { name: 'Audits' })).toBeTruthy()
    expect(within(opened.dialog).getByRole('tab', { name: 'General, has an error' })).toBeTruthy()
  })

  it('puts a refusal of the service at its field and keeps what was typed elsewhere', async () => {
    const opened = await openProperties(({ administration }) => {
      administration.info = { ...administration.info, enabled: false }
      administration.refusals.set('globalInfo.update', {
        code: 'SsoAdministratorsWithoutCaller',
        details: { account: 'anna' },
        trackingId: 'track-3',
      })
    })
    await retype(opened, 'Ticket timeout (minutes)', '15')
    await openTab(opened, 'Accounts')
    await retype(opened, 'SSO Administrators', 'user bert')
    await openTab(opened, 'Options')
    await opened.user.click(button(opened.dialog, 'OK'))
    const field = await within(opened.dialog).findByLabelText('SSO Administrators')
    await waitFor(() => expect(document.activeElement).toBe(field))
    expect(opened.dialog.textContent).toContain('anna would no longer be an SSO Administrator.')
    expect(opened.dialog.textContent).toContain('track-3')
    await openTab(opened, 'General')
    expect((within(opened.dialog).getByLabelText('Ticket timeout (minutes)') as HTMLInputElement).value).toBe(
      '15',
    )
  })

  it('says at the top what no field can mend', async () => {
    const opened = await openProperties(({ administration }) => {
      const details = { path: '/data/sso.db' }
      administration.refusals.set('globalInfo.update', { code: 'DatabaseBusy', details })
    })
    await retype(opened, 'Ticket timeout (minutes)', '15')
    await opened.user.click(button(opened.dialog, 'OK'))
    await within(opened.dialog).findByText(/Another process is writing to/)
    await waitFor(() => expect(document.activeElement).toBe(button(opened.dialog, 'OK')))
  })

  it('says why the properties cannot be read, and tries again', async () => {
    const opened = await openConsole(({ administration }) => {
      const details = { path: '/data/sso.db' }
      administration.refusals.set('globalInfo.read', { code: 'DatabaseBusy', details })
    })
    await systemRead()
    await opened.user.keyboard('{Alt>}{Enter}{/Alt}')
    const dialog = await screen.findByRole('dialog', { name: 'System Properties' })
    await within(dialog).findByText(/Another process is writing to/)
    opened.sso.administration.refusals.clear()
    await opened.user.click(button(dialog, 'Try again'))
    await screen.findByRole('tablist')
  })
})

describe('Accounts', () => {
  it('cannot be changed while SSO is enabled, and says so', async () => {
    const opened = await openProperties()
    await openTab(opened, 'Accounts')
    for (const label of ['SSO Administrators', 'SSO Affiliate Administrators']) {
      expect((within(opened.dialog).getByLabelText(label) as HTMLTextAreaElement).readOnly).toBe(true)
    }
    expect(opened.dialog.textContent).toContain('only while it is disabled')
  })

  it('can be changed after Disable SSO was confirmed, and are then applied', async () => {
    const opened = await openProperties()
    const { dialog, sso, user } = opened
    await openTab(opened, 'Accounts')
    await user.click(button(dialog, 'Disable SSO…'))
    await within(dialog).findByText(/look-ups of credentials and tickets are refused/)
    expect(sso.administration.requestsTo('globalInfo.disable')).toEqual([])
    await user.click(button(dialog, 'Disable SSO'))
    await within(dialog).findByRole('button', { name: 'Enable SSO…' })
    expect(sso.administration.requestsTo('globalInfo.disable')).toEqual([{}])
    await waitFor(() => expect(document.activeElement).toBe(button(dialog, 'Enable SSO…')))
    await retype(opened, 'SSO Affiliate Administrators', 'user anna')
    await user.click(button(dialog, 'OK'))
    await closed()
    expect(updates(opened)).toEqual([
      { changes: { ssoAffiliateAdministrators: [{ kind: 'user', name: 'anna' }] }, auditLevels: null },
    ])
  })

  it('leave SSO as it is, and what was typed, when the question is cancelled by Escape', async () => {
    const opened = await openProperties()
    const { dialog, sso, user } = opened
    await retype(opened, 'Ticket timeout (minutes)', '15')
    await openTab(opened, 'Accounts')
    await user.click(button(dialog, 'Disable SSO…'))
    await user.keyboard('{Escape}')
    await within(dialog).findByRole('tablist')
    expect(sso.administration.requestsTo('globalInfo.disable')).toEqual([])
    await openTab(opened, 'General')
    expect((within(dialog).getByLabelText('Ticket timeout (minutes)') as HTMLInputElement).value).toBe('15')
  })

  it('say why SSO was not disabled', async () => {
    const opened = await openProperties(({ administration }) => {
      const details = { path: '/data/sso.db' }
      administration.refusals.set('globalInfo.disable', { code: 'DatabaseBusy', details })
    })
    await openTab(opened, 'Accounts')
    await opened.user.click(button(opened.dialog, 'Disable SSO…'))
    await opened.user.click(button(opened.dialog, 'Disable SSO'))
    await within(opened.dialog).findByText(/Another process is writing to/)
  })
})

describe('Change…', () => {
  it('moves the master secret server after choice and question, and says what to do then', async () => {
    const opened = await openProperties()
    const { dialog, sso, user } = opened
    await user.click(button(dialog, 'Change… master secret server'))
    await user.click(await within(dialog).findByLabelText('hisserver03'))
    expect(within(dialog).queryByLabelText('hisserver02')).toBeNull()
    await user.click(button(dialog, 'Next'))
    await waitFor(() =>
      expect(dialog.textContent).toContain(
        'Make hisserver03 the master secret server instead of hisserver02?',
      ),
    )
    expect(sso.administration.requestsTo('globalInfo.moveMasterSecretServer')).toEqual([])
    const reads = sso.describeCalls
    await user.click(button(dialog, 'Change'))
    await within(dialog).findByText('hisserver03 is the master secret server')
    expect(sso.administration.requestsTo('globalInfo.moveMasterSecretServer')).toEqual([
      { name: 'hisserver03' },
    ])
    expect(sso.describeCalls).toBeGreaterThan(reads)
    expect(dialog.textContent).toContain('restore the master secret there')
    await waitFor(() => expect(document.activeElement).toBe(button(dialog, 'Continue')))
    await user.keyboard('{Enter}')
    await within(dialog).findByRole('tablist')
    expect(dialog.textContent).toContain('hisserver03')
  })

  it('says why the move was refused and moves nothing', async () => {
    const { dialog, user } = await openProperties(({ administration }) => {
      administration.refusals.set('globalInfo.moveMasterSecretServer', {
        code: 'Busy',
        details: { done: 1, total: 2 },
        trackingId: 'track-4',
      })
    })
    await user.click(button(dialog, 'Change… master secret server'))
    await user.click(await within(dialog).findByLabelText('hisserver01'))
    await user.click(button(dialog, 'Next'))
    await user.click(button(dialog, 'Change'))
    await within(dialog).findByText(/tracking id track-4/)
  })

  it('says what to do when no other server has joined', async () => {
    const { dialog, user } = await openProperties(({ administration }) => {
      administration.servers = [aServer('hisserver02', { isMasterSecretServer: true })]
    })
    await user.click(button(dialog, 'Change… master secret server'))
    await within(dialog).findByText(/No other server has joined yet/)
    expect(button(dialog, 'Next').getAttribute('aria-disabled')).toBe('true')
  })

  it('goes back by Escape, with the focus where it was', async () => {
    const { dialog, user } = await openProperties()
    await user.click(button(dialog, 'Change… master secret server'))
    await within(dialog).findByLabelText('hisserver03')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(button(dialog, 'Change… master secret server')))
  })

  it('cannot be used where the master secret server cannot be moved, and says why', async () => {
    const error = {
      code: 'NotMasterSecretServer',
      details: { server: 'hisserver01', masterSecretServer: 'hisserver02' },
    } as const
    const { dialog, user } = await openProperties((sso) => {
      sso.overview = anOverview({ permissions: { ...allAllowed, moveServer: { allowed: false, error } } })
    })
    const change = button(dialog, 'Change… master secret server')
    expect(change.getAttribute('aria-disabled')).toBe('true')
    expect(dialog.textContent).toContain('This computer (hisserver01) is not the master secret server')
    await user.click(change)
    expect(within(dialog).getByRole('tablist')).toBeTruthy()
  })
})

it('opens from the native menu, too', async () => {
  const { sso } = await openConsole()
  await systemRead()
  await fromOutside(() => sso.notify('console.action', { action: 'properties' }))
  await screen.findByRole('dialog', { name: 'System Properties' })
})
