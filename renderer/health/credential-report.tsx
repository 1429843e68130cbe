import { makeStyles, tokens } from '@fluentui/react-components'
import type { CheckedSecret, CredentialCheckReport, UnreadableCredential } from '../../shared/health.ts'
import { countInWords, numberInWords } from '../../shared/numbers-in-words.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import { PropertyList } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  properties: { containerType: 'inline-size' },
  scroller: {
    maxHeight: '200px',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  table: { width: '100%', borderCollapse: 'collapse', textAlign: 'left', userSelect: 'text' },
  head: {
    position: 'sticky',
    top: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
})

/** What a check of all credentials found. */
export function CredentialReport({ report }: { readonly report: CredentialCheckReport }) {
  const styles = useStyles()
  const { readable, total, unreadable, unreadableRows } = report
  return (
    <div className={styles.root}>
      <StatusHeading status={unreadable === 0 ? 'green' : 'red'}>
        {total === 0
          ? 'There are no credentials yet'
          : `${numberInWords(readable)} of ${countInWords(total, 'credential')} can be read`}
      </StatusHeading>
      {total > 0 && (
        <div className={styles.properties}>
          <PropertyList
            properties={{
              'By master secret': report.bySecret.map(secretInWords),
              'Time taken': secondsInWords(report.milliseconds),
            }}
          />
        </div>
      )}
      {unreadable > 0 && <UnreadableTable rows={unreadableRows} unreadable={unreadable} />}
    </div>
  )
}

function secondsInWords(milliseconds: number): string {
  return `${numberInWords(Math.round(milliseconds / 100) / 10)} s`
}

function secretInWords({ msid, rows, unreadable }: CheckedSecret): string {
  const name = msid ?? 'A master secret that the database does not know'
  const failed = unreadable === 0 ? 'all can be read' : `${numberInWords(unreadable)} cannot be read`
  return `${name}: ${countInWords(rows, 'credential')}, ${failed}`
}

interface UnreadableTableProps {
  readonly rows: readonly UnreadableCredential[]
  readonly unreadable: number
}

function UnreadableTable({ rows, unreadable }: UnreadableTableProps) {
  const styles = useStyles()
  const title =
    rows.length < unreadable
      ? `The first ${numberInWords(rows.length)} that cannot be read`
      : 'Those that cannot be read'
  return (
    <>
      <p>{title}:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so the keyboard must reach it */}
      <section className={styles.scroller} aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {['Application', 'Windows account', 'Reason'].map((name) => (
                <th key={name} scope="col" className={styles.head}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.mappingId}>
                <td className={styles.cell}>
                  <ForeignText>{row.application ?? 'None (no mapping)'}</ForeignText>
                </td>
                <td className={styles.cell}>
                  <ForeignText>{row.windowsAccount ?? `Row ${numberInWords(row.mappingId)}`}</ForeignText>
                </td>
                <td className={styles.cell}>
                  <ForeignText>{row.reason}</ForeignText>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
