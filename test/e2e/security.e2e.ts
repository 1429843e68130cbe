import { join } from 'node:path'
import type { WebPreferences } from 'electron'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channels } from '../../shared/ipc/channels.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { answerSaveDialog, goodPassword } from './support/generate.ts'

let running: RunningConsole
beforeAll(async () => {
  running = await startConsole()
})
afterAll(() => running.close())

describe('renderer', () => {
  it('is sandboxed, isolated and without Node when the window is open', async () => {
    // Electron has it, its types do not.
    const preferences = await running.app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents): WebPreferences => Reflect.get(contents, 'getLastWebPreferences').call(contents)),
    )
    expect(preferences).toEqual([
      expect.objectContaining({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
      }),
    ])
    expect(preferences[0]?.nodeIntegrationInWorker).not.toBe(true)
    expect(preferences[0]?.allowRunningInsecureContent).not.toBe(true)
  })

  it.each(['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'])(
    'has no %s when a script looks for it',
    async (name) => {
      expect(await running.window.evaluate((global) => typeof Reflect.get(globalThis, global), name)).toBe(
        'undefined',
      )
    },
  )

  it('can call the named verbs and no others when a script looks at window.sso', async () => {
    const found = await running.window.evaluate(() =>
      Object.entries(window.sso).flatMap(([noun, named]) =>
        Object.entries<unknown>(named).map(([verb, value]) => `${noun}.${verb}: ${typeof value}`),
      ),
    )
    const listening = ['console.onAction', 'system.onChanged']
    const progress = ['masterSecret', 'backup', 'restore', 'reencryption', 'health', 'rehearsal', 'events']
    const expected = [...channels, ...listening, ...progress.map((noun) => `${noun}.onProgress`)]
    expect(found.sort()).toEqual(expected.map((verb) => `${verb}: function`).sort())
  })

  it('is told no path and no secret as such when it calls every verb', async () => {
    const file = join(running.folder, 'answers.bak')
    await answerSaveDialog(running.app, file)
    const answers = await running.window.evaluate(async (typed) => {
      const { console, masterSecret, system } = window.sso
      const password = new TextEncoder().encode(typed)
      const chosen = await masterSecret.chooseBackupFile({})
      const token = chosen.ok && chosen.value !== null ? chosen.value.token : null
      return [
        await console.selectNode({ node: 'system' }),
        await system.describe({}),
        chosen,
        await masterSecret.generate({ file: token, password, confirmation: password, reminder: '' }),
        await masterSecret.cancelGenerate({}),
        await system.describe({}),
      ]
    }, goodPassword)
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true])
    const named = namesIn(answers)
    expect(named).toContain('displayPath')
    expect(
      named.filter((name) => /^(path|file|filepath|secret|bytes|sealed|password|key)$/i.test(name)),
    ).toEqual([])
  })
})

/** Every name of a property, at any depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}

describe('content security policy', () => {
  it('allows nothing but the own files when the page is served', async () => {
    const header = await running.window.evaluate(async () =>
      (await fetch(location.href)).headers.get('content-security-policy'),
    )
    const directives = (header ?? '').split('; ')
    expect(directives).toContain("default-src 'none'")
    expect(directives).toContain("script-src 'self'")
    expect(directives.find((directive) => directive.startsWith('style-src'))).toMatch(
      /^style-src 'self' 'nonce-[\w+/=]{20,}'$/,
    )
    expect(header).not.toMatch(/unsafe|https?:|\*/)
  })

  it('gives another nonce when the page is served again', async () => {
    const [one, other] = await running.window.evaluate(() =>
      Promise.all(
        [1, 2].map(async () => (await fetch(location.href)).headers.get('content-security-policy')),
      ),
    )
    expect(one).not.toBe(other)
  })

  it('blocks an inline script when one is injected', async () => {
    const violated = await violationOf(running, () => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
    })
    expect(violated).toBe('script-src-elem')
    expect(await running.window.evaluate(() => Reflect.has(window, 'injected'))).toBe(false)
  })

  it('blocks an inline event handler when one is injected', async () => {
    const violated = await violationOf(running, () => {
      const button = document.createElement('button')
      button.setAttribute('onclick', 'window.injected = true')
      button.hidden = true
      document.body.append(button)
      button.click()
      button.remove()
    })
    expect(violated).toBe('script-src-attr')
    expect(await running.window.evaluate(() => Reflect.has(window, 'injected'))).toBe(false)
  })

  it('blocks a style element without the nonce when one is injected', async () => {
    const violated = await violationOf(running, () => {
      const style = document.createElement('style')
      style.textContent = 'body { outline: 7px solid red }'
      document.head.append(style)
    })
    expect(violated).toBe('style-src-elem')
    expect(await running.window.evaluate(() => getComputedStyle(document.body).outlineWidth)).not.toBe('7px')
  })

  it('blocks code made from text when a script tries', async () => {
    // In a task of its own, because what Playwright evaluates is exempt.
    const outcome = await running.window.evaluate(
      () =>
        new Promise<string>((resolve) => {
          setTimeout(() => {
            try {
              resolve(String(new Function('return "ran"')()))
            } catch (error) {
              resolve(error instanceof Error ? error.name : 'unknown')
            }
          })
        }),
    )
    expect(outcome).toBe('EvalError')
  })

  it.each([
    ['a request to another host', 'connect-src', () => void fetch('https://example.org/').catch(() => {})],
    [
      'a picture of another host',
      'img-src',
      () => {
        new Image().src = 'https://example.org/x.png'
      },
    ],
    [
      'a frame',
      'frame-src',
      () => {
        const frame = document.createElement('iframe')
        frame.src = 'https://example.org/'
        document.body.append(frame)
        setTimeout(() => frame.remove(), 1_000)
      },
    ],
  ])('blocks %s when a script asks for it', async (_name, directive, attempt) => {
    expect(await violationOf(running, attempt)).toBe(directive)
  })
})

/** Runs something in the page and names the directive of the violation it causes. */
async function violationOf({ window }: RunningConsole, attempt: () => void): Promise<string> {
  await window.evaluate(() => {
    const violation = new Promise<string>((resolve) => {
      const listener = (event: SecurityPolicyViolationEvent) => resolve(event.effectiveDirective)
      document.addEventListener('securitypolicyviolation', listener, { once: true })
    })
    Reflect.set(window, 'nextViolation', violation)
  })
  await window.evaluate(attempt)
  return window.evaluate(() => Reflect.get(window, 'nextViolation'))
}

describe('lockdown', () => {
  it.each(['https://example.org/', 'app://console/index.html?again', 'app://elsewhere/index.html'])(
    'keeps the page when a script navigates to %s',
    async (url) => {
      const before = running.window.url()
      await running.window.evaluate(() => Reflect.set(window, 'stillHere', true))
      // Listens before the page navigates, or the event could come first.
      await running.app.evaluate(({ webContents }) => {
        const [contents] = webContents.getAllWebContents()
        const prevented = new Promise<boolean>((resolve) => {
          contents?.once('will-navigate', (event) => resolve(event.defaultPrevented))
        })
        Reflect.set(globalThis, 'navigationPrevented', prevented)
      })
      await running.window.evaluate((target) => {
        location.href = target
      }, url)
      const prevented = running.app.evaluate(
        () => Reflect.get(globalThis, 'navigationPrevented') as Promise<boolean>,
      )
      expect(await prevented).toBe(true)
      expect(running.window.url()).toBe(before)
      expect(await running.window.evaluate(() => Reflect.get(window, 'stillHere'))).toBe(true)
    },
  )

  it('opens no window when a script asks for one', async () => {
    const opened = await running.window.evaluate(() => window.open('app://console/index.html') !== null)
    expect(opened).toBe(false)
    expect(await contentsCount(running)).toBe(1)
  })

  it('opens no window when a link with a target is clicked', async () => {
    await running.window.evaluate(() => {
      const link = document.createElement('a')
      link.href = 'https://example.org/'
      link.target = '_blank'
      document.body.append(link)
      link.click()
      link.remove()
    })
    expect(await contentsCount(running)).toBe(1)
  })

  it('embeds no page when a script makes a webview', async () => {
    const isWebview = await running.window.evaluate(() => {
      const view = document.createElement('webview')
      view.setAttribute('src', 'https://example.org/')
      document.body.append(view)
      const known = 'getWebContentsId' in view
      view.remove()
      return known
    })
    expect(isWebview).toBe(false)
    expect(await contentsCount(running)).toBe(1)
  })

  it.each(['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'])(
    'denies the permission %s when a script asks for it',
    async (name) => {
      const state = await running.window.evaluate(
        async (permission) =>
          (await navigator.permissions.query({ name: permission as PermissionName })).state,
        name,
      )
      expect(state).toBe('denied')
    },
  )

  it('denies the position and notifications when a script uses them', async () => {
    const denied = await running.window.evaluate(async () => [
      await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('position'),
          ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'denied' : 'other'),
        ),
      ),
      await Notification.requestPermission(),
    ])
    expect(denied).toEqual(['denied', 'denied'])
  })

  it('lets text be copied but not read when a script uses the clipboard', async () => {
    const read = await running.window.evaluate(async () => {
      await navigator.clipboard.writeText('copied by a test')
      return navigator.clipboard.readText().catch((error: Error) => error.name)
    })
    expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('copied by a test')
    expect(read).toBe('NotAllowedError')
  })
})

function contentsCount({ app }: RunningConsole): Promise<number> {
  return app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
}

describe('app scheme', () => {
  const statusOf = (url: string) =>
    running.app.evaluate(async ({ net }, address) => (await net.fetch(address)).status, url)

  it('serves the page when its own address is asked for', async () => {
    expect(await statusOf('app://console/index.html')).toBe(200)
  })

  it.each([
    ['leads out of the folder by an encoded slash', 'app://console/..%2felectron%2fmain.js'],
    ['leads out of the folder by an encoded backslash', 'app://console/..%5celectron%5cmain.js'],
    ['leads out of the folder from within it', 'app://console/assets/..%2f..%2felectron%2fmain.js'],
    ['is absolute', 'app://console/%2fetc%2fhosts.js'],
    ['names another host', 'app://elsewhere/index.html'],
    ['names a folder', 'app://console/assets'],
    ['cannot be decoded', 'app://console/%E0%A4%A.js'],
    ['holds a zero', 'app://console/index.html%00.js'],
  ])('answers 404 when a path %s', async (_name, url) => {
    expect(await statusOf(url)).toBe(404)
  })
})
