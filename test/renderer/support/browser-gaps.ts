/** What jsdom lacks of a browser and the console or Fluent asks for. */
export function fillBrowserGaps(): void {
  window.matchMedia ??= (media) => new SystemSettings(media) as unknown as MediaQueryList
  window.requestIdleCallback ??= (run) => {
    run({ didTimeout: false, timeRemaining: () => 50 })
    return 0
  }
  window.cancelIdleCallback ??= () => {}
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.scrollIntoView ??= () => {}
  // Fluent moves the focus only to what it takes for visible: in a body with a size, with an offset parent.
  const size = { x: 0, y: 0, top: 0, left: 0, width: 1024, height: 720, right: 1024, bottom: 720 }
  document.body.getBoundingClientRect = () => ({ ...size, toJSON: () => size })
  Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
    configurable: true,
    get(this: HTMLElement) {
      return this.parentElement
    },
  })
  window.DOMRect ??= class {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    constructor(x = 0, y = 0, width = 0, height = 0) {
      this.x = x
      this.y = y
      this.width = width
      this.height = height
    }
  } as unknown as typeof DOMRect
}

const queries = new Set<SystemSettings>()
let dark = false

class SystemSettings extends EventTarget {
  readonly media: string
  constructor(media: string) {
    super()
    this.media = media
    queries.add(this)
  }
  get matches(): boolean {
    return this.media.includes('dark') && dark
  }
}

/** Sets the system's colour scheme. */
export function setDark(next: boolean): void {
  dark = next
  for (const query of queries) query.dispatchEvent(new Event('change'))
}
