// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { EventQuery, LoggedEvent } from '../../../shared/events.ts'
import { fromOutside, openConsole, systemRead, treeItem } from '../support/open-console.tsx'
import type { SsoDouble } from '../support/sso-double.ts'

const trackingId = '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f'

function anEvent(id: number, changes: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    id,
    eventId: 10525,
    level: 'information',
    at: '2026-01-02T03:04:05.000Z',
    trackingId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    computer: 'sso01',
    account: 'anna',
    data: {},
    ...changes,
  }
}

const three = [
  anEvent(3, { eventId: 10536, level: 'warning', data: { operation: 'VerifyLog' } }),
  anEvent(2, { trackingId, data: { msid: '3f2b', ifExists: 'refuse' } }),
  anEvent(1, { eventId: 12345 }),
]

function among(events: readonly LoggedEvent[]) {
  return (query: EventQuery) => ({
    events: events.filter(
      (event) =>
        (query.trackingId === undefined || event.trackingId === query.trackingId) &&
        (query.level === undefined || event.level !== 'information'),
    ),
    next: null,
  })
}

async function openLog(prepare: (sso: SsoDouble) => void) {
  const opened = await openConsole(prepare)
  await systemRead()
  await opened.user.click(treeItem('Event Log'))
  await screen.findByRole('textbox', { name: 'Tracking id' })
  return opened
}

const rows = async () => (await screen.findAllByRole('row')).slice(1)
const meanings = async () => (await rows()).map((row) => within(row).getAllByRole('cell')[3]?.textContent)
const details = () => within(screen.getByRole('region', { name: 'Event details' }))

describe('event log', () => {
  it('lists events, the newest first, with what they mean in words', async () => {
    await openLog((sso) => {
      sso.checks.find = among(three)
    })
    expect(await meanings()).toEqual([
      'An operation was refused: VerifyLog',
      'A master secret was generated',
      'Event 12345',
    ])
    expect((await rows())[0]?.textContent).toContain('Warning')
    expect(screen.getByText('3 events')).toBeTruthy()
  })

  it('walks the rows with the arrow keys and shows all of the selected one', async () => {
    const { copied, user } = await openLog((sso) => {
      sso.checks.find = among(three)
    })
    const [first, second, third] = await rows()
    expect([first, second, third].map((row) => row?.tabIndex)).toEqual([0, -1, -1])
    first?.focus()
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(second)
    await waitFor(() => expect(second?.getAttribute('aria-selected')).toBe('true'))
    for (const text of ['msid', '3f2b', 'ifExists', 'refuse', 'sso01', trackingId]) {
      expect(details().getByText(text)).toBeTruthy()
    }
    await user.click(details().getByRole('button', { name: 'Copy tracking id' }))
    expect(copied).toEqual([trackingId])
    second?.focus()
    await user.keyboard('{End}{ArrowDown}')
    expect(document.activeElement).toBe(third)
  })

  it('finds by a tracking id that was pasted with what stood around it', async () => {
    const { sso, user } = await openLog((sso) => {
      sso.checks.find = among(three)
    })
    await user.click(screen.getByRole('textbox', { name: 'Tracking id' }))
    await user.paste(` Code WrongPassword · event 10779 · tracking id ${trackingId.toUpperCase()} `)
    await user.keyboard('{Enter}')
    await waitFor(async () => expect(await meanings()).toEqual(['A master secret was generated']))
    expect(sso.checks.queries.at(-1)).toEqual({ trackingId, limit: 100 })
  })

  it('finds by level as soon as one is chosen', async () => {
    const { user } = await openLog((sso) => {
      sso.checks.find = among(three)
    })
    await rows()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Level' }), 'Warnings and errors')
    await waitFor(async () => expect(await meanings()).toEqual(['An operation was refused: VerifyLog']))
  })

  it('says that nothing was found, and shows all again', async () => {
    const { user } = await openLog((sso) => {
      sso.checks.find = among(three)
    })
    await user.click(screen.getByRole('textbox', { name: 'Tracking id' }))
    await user.paste('unknown')
    await user.click(screen.getByRole('button', { name: 'Find' }))
    expect(await screen.findByText('There is no event with this tracking id.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Show All' }))
    expect(await rows()).toHaveLength(3)
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Tracking id' }).value).toBe('')
  })

  it('says that the log is empty when it is', async () => {
    await openLog(() => undefined)
    expect(await screen.findByText('No events have been recorded yet.')).toBeTruthy()
  })

  it('loads older events when asked, and offers no more than there are', async () => {
    const { sso, user } = await openLog((sso) => {
      sso.checks.find = ({ before }) =>
        before === undefined
          ? { events: [anEvent(9), anEvent(8)], next: 8 }
          : { events: [anEvent(7)], next: null }
    })
    expect(await rows()).toHaveLength(2)
    await user.click(screen.getByRole('button', { name: 'Load More' }))
    await waitFor(async () => expect(await rows()).toHaveLength(3))
    expect(sso.checks.queries.at(-1)).toEqual({ before: 8, limit: 100 })
    expect(screen.queryByRole('button', { name: 'Load More' })).toBeNull()
  })

  it('is read again when something has changed', async () => {
    const { sso } = await openLog((sso) => {
      sso.checks.find = among(three)
    })
    await rows()
    sso.checks.find = among([anEvent(4), ...three])
    await fromOutside(() => sso.notify('system.changed', { node: 'event-log' }))
    await waitFor(async () => expect(await rows()).toHaveLength(4))
  })

  it('says why it may not be read', async () => {
    await openLog((sso) => {
      sso.checks.findRefusal = { code: 'DatabaseBusy', details: { path: '/data/sso.db' } }
    })
    expect((await screen.findByRole('alert')).textContent).toMatch(/Another process is writing to/)
    expect(screen.queryByRole('grid')).toBeNull()
  })
})
