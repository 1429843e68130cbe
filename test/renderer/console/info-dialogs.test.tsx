// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json'
import { runtimeIn } from '../../../renderer/console/about-dialog.tsx'
import { fillIn, fromOutside, openConsole, openGenerateSecret } from '../support/open-console.tsx'

describe('help dialog', () => {
  it('opens when F1 is pressed and closes when Escape is', async () => {
    const { user } = await openConsole()
    await user.keyboard('{F1}')
    const dialog = within(await screen.findByRole('dialog', { name: 'SSO Administration Help' }))
    expect(dialog.getAllByRole('heading', { level: 3 }).map((topic) => topic.textContent)).toEqual([
      'Generating the master secret',
      'The backup file',
      'Proving and restoring a backup',
      'Health and the event log',
      'Moving the master secret',
      'Opening a backup without this program',
      'Keyboard',
    ])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('does not open over another dialog when something is typed there', async () => {
    const opened = await openConsole()
    const dialog = await openGenerateSecret(opened)
    await fillIn(opened, dialog, { password: 'correct horse' })
    await opened.user.keyboard('{F1}')
    expect(screen.getAllByRole('dialog')).toEqual([dialog])
    expect(within(dialog).getByLabelText<HTMLInputElement>('Password').value).toBe('correct horse')
  })
})

describe('about dialog', () => {
  it('names product, version and licence when the native menu asks for it', async () => {
    const { sso } = await openConsole()
    await fromOutside(() => sso.notify('console.action', { action: 'about' }))
    const dialog = await screen.findByRole('dialog', { name: 'About SSO Administration' })
    expect(dialog.textContent).toContain(`SSO Administration, version ${packageJson.version}`)
    expect(dialog.textContent).toContain('MIT')
  })

  it('names the runtimes when the user agent does', async () => {
    expect(runtimeIn('Mozilla/5.0 (X11) x/1 Chrome/130.0.6723.191 Electron/33.2.1 Safari/537.36')).toBe(
      'Chromium 130.0.6723.191, Electron 33.2.1',
    )
  })

  it('names no runtime when the user agent does not', async () => {
    expect(runtimeIn('Mozilla/5.0 jsdom/27')).toBe('')
  })
})
