import { type BrowserWindow, ipcMain, Menu } from 'electron'
import type { ScopeNode } from '../../shared/actions.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { recordIncident } from '../core/events/incident-log.ts'
import type { DataDirectory } from '../core/files/data-directory.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import { consoleHandlers } from '../ipc/console-handlers.ts'
import { FileChoices } from '../ipc/file-choices.ts'
import { type MasterSecretHandlers, masterSecretHandlers } from '../ipc/master-secret-handlers.ts'
import { followReencryption, reencryptionHandlers } from '../ipc/reencryption-handlers.ts'
import { registerHandlers } from '../ipc/registrar.ts'
import { systemHandlers } from '../ipc/system-handlers.ts'
import { askWhereToSaveBackup, identifyCaller, sendNotice } from './console-ipc.ts'
import { menuBar } from './menu.ts'

interface ConsoleSessionOptions {
  readonly window: BrowserWindow
  readonly directory: DataDirectory
  readonly system: () => Promise<SsoSystem>
}

/** Connects one window with the SSO system: its menu, its requests, its notices. */
export class ConsoleSession {
  readonly #options: ConsoleSessionOptions
  readonly #masterSecret: MasterSecretHandlers
  #node: ScopeNode = 'system'
  #overview: SystemOverview | null = null
  #followed: SsoSystem | null = null

  constructor(options: ConsoleSessionOptions) {
    this.#options = options
    this.#masterSecret = this.#masterSecretHandlers()
    this.#showMenu()
    this.#register()
    const { id } = options.window
    options.window.on('closed', () => this.#masterSecret.windowClosed(id))
  }

  /** The SSO system; from when it is first open on, the window hears of its re-encryption. */
  readonly #system = async (): Promise<SsoSystem> => {
    const system = await this.#options.system()
    if (this.#followed !== system) {
      this.#followed = system
      const { window } = this.#options
      followReencryption(system.reencryption, (overview) => {
        sendNotice(window, 'reencryption.progress', overview)
        // What may be done depends on it.
        if (overview.phase !== 'running') sendNotice(window, 'changed', { node: 'system' })
      })
    }
    return system
  }

  #masterSecretHandlers(): MasterSecretHandlers {
    const { window } = this.#options
    return masterSecretHandlers({
      system: this.#system,
      choices: new FileChoices(),
      askWhereToSave: (_windowId, suggestedName) => askWhereToSaveBackup(window, suggestedName),
      notify: (_windowId, name, payload) => sendNotice(window, name, payload),
    })
  }

  #register(): void {
    const { directory, window } = this.#options
    const system = this.#system
    const { windowClosed: _, ...masterSecret } = this.#masterSecret
    registerHandlers({
      ipcMain,
      identify: (event) => identifyCaller(window, event),
      recordIncident: (where, error) => recordIncident(directory.path, where, error),
      handlers: {
        ...masterSecret,
        ...systemHandlers({ system, onDescribed: (overview) => this.#update({ overview }) }),
        ...reencryptionHandlers(system),
        ...consoleHandlers({ onNodeSelected: (node) => this.#update({ node }) }),
      },
    })
  }

  #update(changed: { readonly node?: ScopeNode; readonly overview?: SystemOverview }): void {
    this.#node = changed.node ?? this.#node
    this.#overview = changed.overview ?? this.#overview
    this.#showMenu()
  }

  #showMenu(): void {
    const onAction = (action: Parameters<Parameters<typeof menuBar>[0]['onAction']>[0]): void =>
      sendNotice(this.#options.window, 'console.action', { action })
    Menu.setApplicationMenu(menuBar({ node: this.#node, overview: this.#overview, onAction }))
  }
}
