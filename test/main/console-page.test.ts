import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, fileWithin } from '../../electron/main/console-page.ts'

const FOLDER = resolve('/opt/console')
const file = (url: string): string | null => fileWithin(FOLDER, new URL(url))

describe('console page', () => {
  it('is served from the folder when its own host is asked', () => {
    expect(file('app://console/assets/index.js')).toBe(join(FOLDER, 'assets', 'index.js'))
  })

  it('is no existing file when the path cannot be decoded', () => {
    expect(file('app://console/%E0%A4%A.js')).toBe(join(FOLDER, '%E0%A4%A.js'))
  })

  it.each([
    'app://elsewhere/index.html',
    'app://console/..%2f..%2fetc%2fpasswd',
    'app://console/..%2fconsole-beside/x.js',
  ])('is not served when %s is asked', (url) => {
    expect(file(url)).toBeNull()
  })

  it('lets in only its own scripts, and styles with the nonce', () => {
    const policy = contentSecurityPolicy('abc')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("style-src 'self' 'nonce-abc';")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })
})
