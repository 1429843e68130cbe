import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { ScopeNode } from '../../shared/actions.ts'
import { NodeIcon, nodes } from './nodes.tsx'

const useStyles = makeStyles({
  pane: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  title: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: '24px',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  content: {
    flexGrow: 1,
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    containerType: 'inline-size',
  },
})

/** What the selected node shows, beneath its name. */
export function ResultPane({ node, children }: { readonly node: ScopeNode; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <main className={styles.pane}>
      <h1 className={styles.title}>
        <NodeIcon node={node} />
        {nodes[node].title}
      </h1>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so the keyboard must reach it */}
      <section className={styles.content} aria-label="Details" tabIndex={0}>
        {children}
      </section>
    </main>
  )
}
