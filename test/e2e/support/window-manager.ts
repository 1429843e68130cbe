import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Gives the virtual display a window manager, without which no window is ever focused, minimized or raised. On
 * other platforms there is one already.
 *
 * @returns how to end it.
 */
export async function startWindowManager(): Promise<() => void> {
  if (process.platform !== 'linux') return () => undefined
  const manager = spawn('openbox', ['--sm-disable'], { stdio: 'ignore' })
  // xdotool knows the desktops of a window manager only.
  while (spawnSync('xdotool', ['get_desktop']).status !== 0) {
    if (manager.exitCode !== null) throw new Error(`openbox ended with ${manager.exitCode}`)
    await delay(20)
  }
  return () => manager.kill()
}
