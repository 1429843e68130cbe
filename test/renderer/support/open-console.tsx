import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components'
import { act, cleanup, configure, render, screen, within } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'
import { Console } from '../../../renderer/console/console.tsx'
import { CrashReporter } from '../../../renderer/crash/crash-reporter.tsx'
import { HostContext } from '../../../renderer/host/host.ts'
import { fillBrowserGaps, setDark } from './browser-gaps.ts'
import { SsoDouble } from './sso-double.ts'
import { StrengthWorkerDouble } from './strength-worker-double.ts'

fillBrowserGaps()
// The first use of a dialog compiles it.
configure({ asyncUtilTimeout: 5_000 })
afterEach(() => {
  cleanup()
  setDark(false)
})

/** A console window and what stands around it. */
export interface ConsoleDouble {
  readonly sso: SsoDouble
  readonly user: UserEvent
  readonly workers: StrengthWorkerDouble[]
  readonly copied: string[]
}

/** Opens the console and waits until all of it is there; `prepare` sets the main process up first. */
export async function openConsole(prepare?: (sso: SsoDouble) => void): Promise<ConsoleDouble> {
  const opened = renderConsole(prepare)
  await screen.findByRole('contentinfo')
  return opened
}

/** Commits the console for the first time. */
export function renderConsole(prepare: (sso: SsoDouble) => void = () => {}): ConsoleDouble {
  const sso = new SsoDouble()
  prepare(sso)
  const user = userEvent.setup()
  const workers: StrengthWorkerDouble[] = []
  const copied: string[] = []
  const host = {
    sso: sso.api,
    startStrengthWorker: () => {
      const worker = new StrengthWorkerDouble()
      workers.push(worker)
      return worker
    },
    copyText: async (text: string) => {
      copied.push(text)
    },
  }
  render(
    <Unstyled>
      <HostContext value={host}>
        <CrashReporter>
          <Console />
        </CrashReporter>
      </HostContext>
    </Unstyled>,
  )
  return { sso, user, workers, copied }
}

const elsewhere = createDOMRenderer(document.implementation.createHTMLDocument())

/** Fluent without styles in the page, which jsdom takes seconds to apply and no test of behaviour looks at. */
export function Unstyled({ children }: { readonly children: ReactNode }) {
  return (
    <RendererProvider renderer={elsewhere}>
      <FluentProvider theme={{}}>{children}</FluentProvider>
    </RendererProvider>
  )
}

export function treeItem(name: string): HTMLElement {
  const found = screen
    .getAllByRole('treeitem')
    .find((item) => item.querySelector('.fui-TreeItemLayout')?.textContent === name)
  if (found === undefined) throw new Error(`no tree item ${name}`)
  return found
}

/** Waits until the first answer is shown, so that actions are what the overview makes them. */
export async function systemRead(): Promise<void> {
  await screen.findByText('SSO server')
}

/** Opens *Generate Secret* by the context menu of System. */
export function openGenerateSecret(opened: ConsoleDouble): Promise<HTMLElement> {
  return openDialog(opened, 'Generate Secret')
}

/** Opens the dialog of one of System's actions by the context menu. */
export async function openDialog({ user }: ConsoleDouble, title: string): Promise<HTMLElement> {
  await systemRead()
  await user.pointer({ keys: '[MouseRight]', target: treeItem('System') })
  await user.click(await screen.findByRole('menuitem', { name: new RegExp(title) }))
  return screen.findByRole('dialog', { name: title })
}

export interface Typed {
  readonly password: string
  readonly confirmation?: string
  readonly reminder?: string
}

/** Chooses a file and types; the confirmation is the password unless told. */
export async function fillIn({ user }: ConsoleDouble, dialog: HTMLElement, typed: Typed): Promise<void> {
  const { password, confirmation = password, reminder = '' } = typed
  const inside = within(dialog)
  await user.click(inside.getByRole('button', { name: 'Browse…' }))
  for (const [label, text] of [
    ['Password', password],
    ['Confirm password', confirmation],
    ['Password reminder', reminder],
  ] as const) {
    await user.click(inside.getByLabelText(label))
    if (text !== '') await user.paste(text)
  }
}

/** Does something from outside the page, and lets React follow. */
export async function fromOutside(run: () => void): Promise<void> {
  await act(async () => run())
}
