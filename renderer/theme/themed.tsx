import {
  createDOMRenderer,
  FluentProvider,
  makeStaticStyles,
  RendererProvider,
} from '@fluentui/react-components'
import { type ReactNode, useMemo } from 'react'
import { darkTheme, lightTheme } from './theme.ts'
import { useColorScheme } from './use-color-scheme.ts'

const usePageStyles = makeStaticStyles({
  'html, body, #root': { height: '100%', margin: 0, overflow: 'hidden' },
})

// A style, not a class: Fluent gives the classes of this element to the portals of menus and dialogs, too.
const fullHeight = { height: '100%' }

function PageStyles(): null {
  usePageStyles()
  return null
}

/** The nonce that the page's policy asks of style elements, or `null` where the page has none. */
export function styleNonce(page: Document): string | null {
  const meta = page.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')
  return meta === null || meta.nonce === '' ? null : meta.nonce
}

/** Fluent's renderer and theme, following the system's colour scheme. */
export function Themed({ children }: { readonly children: ReactNode }) {
  const renderer = useMemo(() => {
    const nonce = styleNonce(document)
    return createDOMRenderer(document, nonce === null ? {} : { styleElementAttributes: { nonce } })
  }, [])
  return (
    <RendererProvider renderer={renderer}>
      <ThemedRoot>{children}</ThemedRoot>
    </RendererProvider>
  )
}

function ThemedRoot({ children }: { readonly children: ReactNode }) {
  const theme = useColorScheme() === 'dark' ? darkTheme : lightTheme
  return (
    <FluentProvider theme={theme} style={fullHeight}>
      <PageStyles />
      {children}
    </FluentProvider>
  )
}
