// @vitest-environment jsdom
import { webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { styleNonce, Themed } from '../../../renderer/theme/themed.tsx'
import { setDark } from '../support/browser-gaps.ts'
import { fromOutside } from '../support/open-console.tsx'

function addNonce(nonce: string): void {
  const meta = document.createElement('meta')
  meta.setAttribute('property', 'csp-nonce')
  meta.nonce = nonce
  document.head.append(meta)
}

function background(): string {
  const style = [...document.querySelectorAll('style')].map((element) => element.textContent ?? '')
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
  return [...style, ...rules].join('\n')
}

afterEach(() => {
  document.head.replaceChildren()
})

describe('Themed', () => {
  it('gives every style element the nonce when the page has one', async () => {
    addNonce('abc123')
    render(<Themed>shown</Themed>)
    const styles = [...document.querySelectorAll('style')]
    expect(styles.length).toBeGreaterThan(1)
    expect(new Set(styles.map((style) => style.nonce || style.getAttribute('nonce')))).toEqual(
      new Set(['abc123']),
    )
  })

  it('follows the system when it turns dark', async () => {
    render(<Themed>shown</Themed>)
    expect(background()).toContain(`--colorNeutralBackground1: ${webLightTheme.colorNeutralBackground1}`)
    await fromOutside(() => setDark(true))
    expect(background()).toContain(`--colorNeutralBackground1: ${webDarkTheme.colorNeutralBackground1}`)
  })
})

describe('styleNonce', () => {
  it('is null when the page has none', async () => {
    expect(styleNonce(document)).toBeNull()
  })
})
