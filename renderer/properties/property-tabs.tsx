import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { moveFocus } from '../focus/arrow-keys.ts'
import { type PropertyTab, propertyTabs, tabLabels } from './property-texts.ts'

const useStyles = makeStyles({
  tabs: { display: 'flex', flexWrap: 'wrap', borderBottom: `1px solid ${tokens.colorNeutralStroke1}` },
  tab: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    border: 'none',
    borderBottom: '3px solid transparent',
    font: 'inherit',
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: {
    borderBottomColor: tokens.colorCompoundBrandStroke,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    '@media (forced-colors: active)': { borderBottomColor: 'Highlight' },
  },
  // All tabs have room in it, so that the buttons stay where they are.
  panel: {
    boxSizing: 'border-box',
    minHeight: '308px',
    paddingTop: tokens.spacingVerticalL,
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalMNudge,
  },
})

export interface PropertyTabsProps {
  readonly selected: PropertyTab
  /** The tabs that have a field at fault. */
  readonly faulty: ReadonlySet<PropertyTab>
  readonly onSelect: (tab: PropertyTab) => void
  /** What the selected tab shows. */
  readonly children: ReactNode
}

/** Tabs as one tab stop; the arrow keys select (WAI-ARIA practices). */
export function PropertyTabs({ selected, faulty, onSelect, children }: PropertyTabsProps) {
  const styles = useStyles()
  return (
    <>
      <div
        role="tablist"
        aria-label="System Properties"
        className={styles.tabs}
        onKeyDown={(event) => moveFocus(event, 'horizontal', '[role=tab]')}
      >
        {propertyTabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`properties-tab-${tab}`}
            aria-selected={tab === selected}
            // One text: the names of parts are run together, or torn apart, by whoever reads them.
            {...(faulty.has(tab) && { 'aria-label': `${tabLabels[tab]}, has an error` })}
            aria-controls="properties-panel"
            tabIndex={tab === selected ? 0 : -1}
            className={mergeClasses(styles.tab, tab === selected && styles.selected)}
            onFocus={() => onSelect(tab)}
            onClick={() => onSelect(tab)}
          >
            {tabLabels[tab]}
            {faulty.has(tab) && <span aria-hidden> ⚠</span>}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id="properties-panel"
        aria-labelledby={`properties-tab-${selected}`}
        className={styles.panel}
      >
        {children}
      </div>
    </>
  )
}
