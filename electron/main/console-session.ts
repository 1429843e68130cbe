import { type BrowserWindow, ipcMain, Menu } from 'electron'
import type { ScopeNode } from '../../shared/actions.ts'
import type { Notify } from '../../shared/ipc/contract.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { recordIncident } from '../core/events/incident-log.ts'
import type { DataDirectory } from '../core/files/data-directory.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import type { ConsoleContext } from '../ipc/console-context.ts'
import { consoleHandlers } from '../ipc/console-handlers.ts'
import { FileChoices } from '../ipc/file-choices.ts'
import { longWorks } from '../ipc/long-work.ts'
import { followReencryption } from '../ipc/reencryption-handlers.ts'
import { type HandlersOf, registerHandlers } from '../ipc/registrar.ts'
import { isOwnPage, notifier } from './console-ipc.ts'
import { fileDialogs } from './file-dialogs.ts'
import { menuBar } from './menu.ts'

interface ConsoleSessionOptions {
  readonly window: BrowserWindow
  readonly directory: DataDirectory
  readonly system: () => Promise<SsoSystem>
}

/** Connects the console's window with the SSO system: its menu, its requests, its notices. */
export class ConsoleSession {
  readonly #openSystem: () => Promise<SsoSystem>
  readonly #notify: Notify
  #node: ScopeNode = 'system'
  #overview: SystemOverview | null = null
  #followed: SsoSystem | null = null

  constructor({ directory, system, window }: ConsoleSessionOptions) {
    this.#openSystem = system
    this.#notify = notifier(window)
    const work = longWorks()
    const context: ConsoleContext = {
      system: this.#system,
      choices: new FileChoices(),
      dialogs: fileDialogs(window),
      work,
      notify: this.#notify,
    }
    this.#showMenu()
    registerHandlers({
      ipcMain,
      isTrusted: (event) => isOwnPage(window, event),
      recordIncident: (where, error) => recordIncident(directory.path, where, error),
      handlers: consoleHandlers(context, this.#ownHandlers()),
    })
    window.on('closed', () => {
      for (const each of Object.values(work)) each.stop()
    })
  }

  /**
   * The SSO system; from when it is first open on, the window hears of its re-encryption and of what other processes
   * change.
   */
  readonly #system = async (): Promise<SsoSystem> => {
    const system = await this.#openSystem()
    if (this.#followed !== system) {
      this.#followed = system
      followReencryption(system, (overview, isAnotherPhase) => {
        this.#notify('reencryption.progress', overview)
        // What may be done depends on it.
        if (isAnotherPhase) this.#notify('system.changed', { node: 'system' })
      })
      system.changes.onChange(() => this.#notify('system.changed', { node: this.#node }))
    }
    return system
  }

  /** What the page selects and shows, which the native menu agrees with. */
  #ownHandlers(): HandlersOf<'console'> & HandlersOf<'system'> {
    return {
      'console.selectNode': async ({ node }) => {
        this.#node = node
        this.#showMenu()
        return null
      },
      'system.describe': async () => {
        this.#overview = await (await this.#system()).system.describe()
        this.#showMenu()
        return this.#overview
      },
    }
  }

  #showMenu(): void {
    const menu = menuBar({
      node: this.#node,
      overview: this.#overview,
      onAction: (action) => this.#notify('console.action', { action }),
    })
    Menu.setApplicationMenu(menu)
  }
}
