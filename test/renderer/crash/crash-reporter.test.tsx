// @vitest-environment jsdom
import { render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CrashReporter } from '../../../renderer/crash/crash-reporter.tsx'
import { HostContext } from '../../../renderer/host/host.ts'
import { fromOutside, openConsole, renderConsole, systemRead, Unstyled } from '../support/open-console.tsx'
import { SsoDouble } from '../support/sso-double.ts'
import { StrengthWorkerDouble } from '../support/strength-worker-double.ts'

const crashDialog = () => screen.findByRole('alertdialog', { name: 'Something went wrong' })

afterEach(() => {
  vi.restoreAllMocks()
})

describe('crash dialog', () => {
  it('tells the incident and that the log has it when the main process met a bug', async () => {
    // Not openConsole: the dialog may hide the rest from whoever looks for it.
    renderConsole((sso) => {
      sso.describe = async () => ({
        ok: false,
        error: { code: 'Unexpected', details: { incident: 'inc-42' } },
      })
    })
    const { textContent } = await crashDialog()
    expect(textContent).toContain('inc-42')
    expect(textContent).toContain('in the log')
  })

  it('opens when a call to the main process is refused', async () => {
    renderConsole((sso) => {
      sso.describe = () => Promise.reject(new Error('refused: wrong sender'))
    })
    expect((await crashDialog()).textContent).toContain('refused: wrong sender')
  })

  it('opens when something in the window throws and nobody catches it', async () => {
    await openConsole()
    await systemRead()
    const error = new Error('boom')
    await fromOutside(() => window.dispatchEvent(new ErrorEvent('error', { error, message: 'boom' })))
    expect((await crashDialog()).textContent).toContain('boom')
  })

  it('opens when a promise is rejected and nobody handles it', async () => {
    await openConsole()
    await systemRead()
    const event = Object.assign(new Event('unhandledrejection'), { reason: new Error('forgotten') })
    await fromOutside(() => window.dispatchEvent(event))
    expect((await crashDialog()).textContent).toContain('forgotten')
  })

  it('stays away when a layout merely settles late', async () => {
    await openConsole()
    await systemRead()
    const message = 'ResizeObserver loop completed with undelivered notifications.'
    await fromOutside(() => window.dispatchEvent(new ErrorEvent('error', { message })))
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('leaves the console as it was when it is closed and nothing was taken down', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.click(screen.getByRole('button', { name: 'Actions pane' }))
    await fromOutside(() => window.dispatchEvent(new ErrorEvent('error', { message: 'boom' })))
    await crashDialog()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(screen.queryByRole('complementary')).toBeNull()
    expect(screen.getByText('SSO server')).toBeTruthy()
  })

  it('copies the details when asked to', async () => {
    const { copied, user } = await openConsole()
    await systemRead()
    await fromOutside(() => window.dispatchEvent(new ErrorEvent('error', { message: 'boom' })))
    await crashDialog()
    await user.click(screen.getByRole('button', { name: 'Copy details' }))
    expect(copied).toEqual(['boom'])
  })
})

describe('CrashReporter', () => {
  it('shows the bug, then renders its children anew, when they fail to render', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    let faulty = true
    function Child() {
      if (faulty) throw new Error('cannot render')
      return <p>fine again</p>
    }
    const host = {
      sso: new SsoDouble().api,
      startStrengthWorker: () => new StrengthWorkerDouble(),
      copyText: async () => {},
    }
    render(
      <Unstyled>
        <HostContext value={host}>
          <CrashReporter>
            <Child />
          </CrashReporter>
        </HostContext>
      </Unstyled>,
    )
    expect((await crashDialog()).textContent).toContain('cannot render')
    faulty = false
    await fromOutside(() => screen.getByRole('button', { name: 'Close' }).click())
    expect(await screen.findByText('fine again')).toBeTruthy()
  })
})
