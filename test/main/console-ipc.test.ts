import type { BrowserWindow, IpcMainInvokeEvent } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { isOwnPage } from '../../electron/main/console-ipc.ts'

vi.mock('electron', () => ({ app: {}, dialog: {}, protocol: {} }))

const window = { webContents: {}, isDestroyed: () => false } as BrowserWindow
const gone = { ...window, isDestroyed: () => true } as BrowserWindow
const OWN = { url: 'app://console/index.html', parent: null }

const event = (frame: unknown, sender: unknown = window.webContents) =>
  ({ sender, senderFrame: frame }) as unknown as IpcMainInvokeEvent

describe('caller', () => {
  it('is the window when its own page asks', () => {
    expect(isOwnPage(window, event(OWN))).toBe(true)
    expect(isOwnPage(window, event({ ...OWN, url: `${OWN.url}#top` }))).toBe(true)
  })

  it.each([
    ['the window is gone', gone, event(OWN)],
    ['another window asks', window, event(OWN, {})],
    ['the frame is gone', window, event(null)],
    ['an embedded frame asks', window, event({ ...OWN, parent: OWN })],
    ['the page is another file', window, event({ ...OWN, url: 'app://console/other.html' })],
    ['the page is from the web', window, event({ ...OWN, url: 'https://console/index.html' })],
    ['the page only begins like ours', window, event({ ...OWN, url: 'app://console/index.html.evil' })],
  ])('is nobody when %s', (_title, asked, asking) => {
    expect(isOwnPage(asked, asking)).toBe(false)
  })
})
