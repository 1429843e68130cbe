import { makeStyles, tokens } from '@fluentui/react-components'
import type { KeyboardEvent } from 'react'
import type { ScopeNode } from '../../shared/actions.ts'
import { NodeIcon, nodes } from './nodes.tsx'

const useStyles = makeStyles({
  list: { width: '100%', borderCollapse: 'collapse', textAlign: 'left', tableLayout: 'fixed' },
  head: {
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
  nameColumn: { width: '34%' },
  row: {
    cursor: 'default',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  cell: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`, verticalAlign: 'top' },
  name: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'center' },
})

export interface NodeListProps {
  readonly label: string
  readonly shown: readonly ScopeNode[]
  readonly onOpen: (node: ScopeNode) => void
}

/** Scope nodes as a list with columns; a double click or Enter opens one. */
export function NodeList({ label, shown, onOpen }: NodeListProps) {
  const styles = useStyles()
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take the focus, so the table is a grid
    <table role="grid" aria-label={label} className={styles.list}>
      <thead>
        <tr>
          <th scope="col" className={`${styles.head} ${styles.nameColumn}`}>
            Name
          </th>
          <th scope="col" className={styles.head}>
            Description
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((node) => (
          <NodeRow key={node} node={node} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  )
}

function NodeRow({ node, onOpen }: { readonly node: ScopeNode; readonly onOpen: (node: ScopeNode) => void }) {
  const styles = useStyles()
  const { title, description } = nodes[node]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onOpen(node)
  }
  return (
    <tr tabIndex={0} className={styles.row} onDoubleClick={() => onOpen(node)} onKeyDown={onKeyDown}>
      <td className={styles.cell}>
        <span className={styles.name}>
          <NodeIcon node={node} />
          {title}
        </span>
      </td>
      <td className={styles.cell}>{description}</td>
    </tr>
  )
}
