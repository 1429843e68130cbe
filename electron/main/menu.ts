import { Menu, type MenuItemConstructorOptions } from 'electron'
import { actionsFor, type ScopeNode } from '../../shared/actions.ts'
import type { Notices } from '../../shared/ipc/contract.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'

type MenuAction = Notices['console.action']['action']

interface MenuState {
  readonly node: ScopeNode
  readonly overview: SystemOverview | null
  readonly onAction: (action: MenuAction) => void
}

/** The native menu bar: File, Action, View, Help; on macOS with the menus that platform expects besides. */
export function menuBar(state: MenuState): Menu {
  const platformMenus: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }] : []
  return Menu.buildFromTemplate([
    ...platformMenus,
    fileMenu(),
    actionMenu(state),
    viewMenu(state),
    helpMenu(state),
  ])
}

function fileMenu(): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [process.platform === 'darwin' ? { role: 'close' } : { role: 'quit', label: 'E&xit' }],
  }
}

function actionMenu({ node, onAction, overview }: MenuState): MenuItemConstructorOptions {
  return {
    label: '&Action',
    submenu: actionsFor(node, overview).map(({ accelerator, disabledReason, id, label }) => ({
      id,
      label,
      enabled: disabledReason === null,
      ...(disabledReason === null ? {} : { toolTip: disabledReason }),
      ...(accelerator === undefined ? {} : { accelerator }),
      click: () => onAction(id),
    })),
  }
}

function viewMenu({ onAction }: MenuState): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      { label: 'Show or Hide &Actions Pane', click: () => onAction('toggle-actions-pane') },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
}

function helpMenu({ onAction }: MenuState): MenuItemConstructorOptions {
  return {
    label: '&Help',
    role: 'help',
    submenu: [
      { label: '&Help Topics', click: () => onAction('help') },
      { label: '&About SSO Administration', click: () => onAction('about') },
    ],
  }
}
