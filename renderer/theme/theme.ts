import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components'

/** Windows' own console font where there is one, with the density of an MMC snap-in. */
const density = {
  fontFamilyBase:
    "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "Consolas, 'Cascadia Mono', Menlo, 'Liberation Mono', monospace",
  fontSizeBase300: '13px',
  lineHeightBase300: '18px',
} as const satisfies Partial<Theme>

export const lightTheme: Theme = { ...webLightTheme, ...density }
export const darkTheme: Theme = { ...webDarkTheme, ...density }
