import { makeStyles, tokens } from '@fluentui/react-components'

/** Of a message bar whose text may be long, and wraps. */
export const useMessageBarStyles = makeStyles({
  bar: { alignItems: 'start', paddingBlock: tokens.spacingVerticalS, minHeight: 'auto' },
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
})
