import { makeStyles, tokens } from '@fluentui/react-components'
import type { RestoredSecret } from '../../shared/backup.ts'
import { countsInWords, credentialsInWords } from '../backup/findings-in-words.ts'
import { NotNotedBar } from '../backup/not-noted-bar.tsx'
import { PropertyList } from '../words/property-list.tsx'

const useStyles = makeStyles({
  properties: { display: 'grid', gap: tokens.spacingVerticalS, containerType: 'inline-size' },
})

/** What a restore, or the undoing of one, came to, and what follows for the credentials. */
export function RestoredProperties({ restored }: { readonly restored: RestoredSecret }) {
  const styles = useStyles()
  const { msid, noteFailure, previousMsid, readable, replacedStore, total, trackingId } = restored
  return (
    <div className={styles.properties}>
      <PropertyList
        properties={{
          'Current MSID': msid,
          ...(previousMsid !== null && { 'Previous MSID': previousMsid }),
          Readable: countsInWords({ done: readable, total }),
          ...(replacedStore !== null && { 'Kept to undo it': replacedStore }),
          'Tracking id': trackingId,
        }}
      />
      {readable < total && (
        <span>
          {credentialsInWords(total - readable)} cannot be read now. They are in the database as before: a
          restore of a backup that holds their master secret can make them readable again.
        </span>
      )}
      {noteFailure !== null && <NotNotedBar failure={noteFailure} />}
      {noteFailure === null && previousMsid !== null && readable > 0 && (
        <span>
          What is under the previous master secret is re-encrypted under the current one now. Re-encryption on
          the System node shows how that gets on.
        </span>
      )}
    </div>
  )
}
