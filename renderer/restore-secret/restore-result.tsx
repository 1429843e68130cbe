import type { RestoredSecret } from '../../shared/backup.ts'
import { ResultPage } from '../dialog/result-page.tsx'
import { RestoredProperties } from './restored-properties.tsx'

export interface RestoreResultProps {
  readonly restored: RestoredSecret
  readonly onClose: () => void
}

/** What is current now, what it reads, and how to take it back. */
export function RestoreResult({ restored, onClose }: RestoreResultProps) {
  return (
    <ResultPage title="Restore Secret" done="Master secret restored" button="Close" onLeave={onClose}>
      <span>The master secret of the backup is current now.</span>
      <RestoredProperties restored={restored} />
      <span>
        {restored.replacedStore === null
          ? 'There was no other master secret here that would have to be kept.'
          : 'The secret store that was replaced is kept. Replaced secret stores on the System node can undo this restore; generating a master secret ends that, once no credential needs the replaced store.'}
      </span>
    </ResultPage>
  )
}
