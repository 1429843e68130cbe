import { type BrowserWindow, ipcMain, Menu } from 'electron'
import type { ScopeNode } from '../../shared/actions.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { recordIncident } from '../core/events/incident-log.ts'
import type { DataDirectory } from '../core/files/data-directory.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import { type BackupHandlers, backupHandlers } from '../ipc/backup-handlers.ts'
import { CancellableWork } from '../ipc/cancellable-work.ts'
import { consoleHandlers } from '../ipc/console-handlers.ts'
import { eventHandlers } from '../ipc/event-handlers.ts'
import { FileChoices } from '../ipc/file-choices.ts'
import { globalInfoHandlers } from '../ipc/global-info-handlers.ts'
import { healthHandlers } from '../ipc/health-handlers.ts'
import { keyProtectionHandlers } from '../ipc/key-protection-handlers.ts'
import { type MasterSecretHandlers, masterSecretHandlers } from '../ipc/master-secret-handlers.ts'
import { followReencryption, reencryptionHandlers } from '../ipc/reencryption-handlers.ts'
import { registerHandlers } from '../ipc/registrar.ts'
import { rehearsalHandlers } from '../ipc/rehearsal-handlers.ts'
import { type RestoreHandlers, restoreHandlers } from '../ipc/restore-handlers.ts'
import { serverHandlers } from '../ipc/server-handlers.ts'
import { systemHandlers } from '../ipc/system-handlers.ts'
import { askWhereToSaveBackup, askWhichBackupToOpen, identifyCaller, sendNotice } from './console-ipc.ts'
import { menuBar } from './menu.ts'
import { askWhereToSaveRecoveryKey, askWhichRecoveryKeyToOpen } from './recovery-key-dialogs.ts'

interface ConsoleSessionOptions {
  readonly window: BrowserWindow
  readonly directory: DataDirectory
  readonly system: () => Promise<SsoSystem>
}

/** Connects one window with the SSO system: its menu, its requests, its notices. */
export class ConsoleSession {
  readonly #options: ConsoleSessionOptions
  /** The files that were picked, whatever for. */
  readonly #choices = new FileChoices()
  readonly #masterSecret: MasterSecretHandlers
  readonly #backup: BackupHandlers
  readonly #restore: RestoreHandlers
  /** What the window waits for and may cancel. */
  readonly #checks = {
    health: new CancellableWork(),
    rehearsal: new CancellableWork(),
    events: new CancellableWork(),
  }
  #node: ScopeNode = 'system'
  #overview: SystemOverview | null = null
  #followed: SsoSystem | null = null

  constructor(options: ConsoleSessionOptions) {
    this.#options = options
    this.#masterSecret = masterSecretHandlers(this.#fileDialogOptions())
    this.#backup = backupHandlers(this.#fileDialogOptions())
    this.#restore = restoreHandlers(this.#fileDialogOptions())
    this.#showMenu()
    this.#register()
    const { id } = options.window
    options.window.on('closed', () => {
      this.#masterSecret.windowClosed(id)
      this.#backup.windowClosed(id)
      this.#restore.windowClosed(id)
      for (const work of Object.values(this.#checks)) work.cancel(id)
    })
  }

  /** The SSO system; from when it is first open on, the window hears of its re-encryption and of what other processes change. */
  readonly #system = async (): Promise<SsoSystem> => {
    const system = await this.#options.system()
    if (this.#followed !== system) {
      this.#followed = system
      const { window } = this.#options
      followReencryption(system, (overview, isAnotherPhase) => {
        sendNotice(window, 'reencryption.progress', overview)
        // What may be done depends on it.
        if (isAnotherPhase) sendNotice(window, 'changed', { node: 'system' })
      })
      system.outside.onChange(() => sendNotice(window, 'changed', { node: this.#node }))
    }
    return system
  }

  #fileDialogOptions(): Parameters<typeof backupHandlers>[0] {
    const { window } = this.#options
    return {
      system: this.#system,
      choices: this.#choices,
      askWhereToSave: (_windowId, suggestedName) => askWhereToSaveBackup(window, suggestedName),
      askWhichToOpen: () => askWhichBackupToOpen(window),
      notify: (_windowId, name, payload) => sendNotice(window, name, payload),
    }
  }

  #checkHandlers() {
    const { choices, notify } = this.#fileDialogOptions()
    const common = { system: this.#system, notify }
    const { events, health, rehearsal } = this.#checks
    return {
      ...healthHandlers({ ...common, work: health }),
      ...rehearsalHandlers({ ...common, work: rehearsal, choices }),
      ...eventHandlers({ ...common, work: events }),
    }
  }

  #register(): void {
    const { directory, window } = this.#options
    const system = this.#system
    const { windowClosed: _, ...masterSecret } = this.#masterSecret
    const { windowClosed: __, ...backup } = this.#backup
    const { windowClosed: ___, ...restore } = this.#restore
    registerHandlers({
      ipcMain,
      identify: (event) => identifyCaller(window, event),
      recordIncident: (where, error) => recordIncident(directory.path, where, error),
      handlers: {
        ...masterSecret,
        ...backup,
        ...restore,
        ...systemHandlers({ system, onDescribed: (overview) => this.#update({ overview }) }),
        ...reencryptionHandlers(system),
        ...this.#checkHandlers(),
        ...serverHandlers(system),
        ...globalInfoHandlers(system),
        ...keyProtectionHandlers({
          system,
          choices: this.#choices,
          askWhereToSaveKey: (_windowId, suggestedName) => askWhereToSaveRecoveryKey(window, suggestedName),
          askWhichKeyToOpen: () => askWhichRecoveryKeyToOpen(window),
        }),
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
