import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { errorText } from '../../shared/error-text.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { useScrollable } from '../focus/use-scrollable.ts'
import { useHost } from '../host/host.ts'
import type { Crash } from '../request/crash.ts'

const useStyles = makeStyles({
  content: { overflowWrap: 'anywhere' },
  detail: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    maxHeight: '160px',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    padding: tokens.spacingHorizontalS,
    margin: 0,
  },
})

export interface CrashDialogProps {
  readonly crash: Crash
  readonly onClose: () => void
}

/** Tells of a bug, and where its details are. */
export function CrashDialog({ crash, onClose }: CrashDialogProps) {
  const styles = useStyles()
  const { copyText } = useHost()
  const buttons = (
    <>
      {crash.place === 'window' && <Button onClick={() => void copyText(crash.detail)}>Copy details</Button>}
      <Button appearance="primary" onClick={onClose}>
        Close
      </Button>
    </>
  )
  return (
    <DialogFrame wide light modalType="alert" onLeave={onClose}>
      <DialogPage title="Something went wrong" buttons={buttons}>
        <div className={styles.content}>
          {crash.place === 'service' ? (
            <ServiceCrash incident={crash.incident} />
          ) : (
            <WindowCrash {...crash} />
          )}
        </div>
      </DialogPage>
    </DialogFrame>
  )
}

function ServiceCrash({ incident }: { readonly incident: string }) {
  const { message, remedy } = errorText({ code: 'Unexpected', details: { incident } })
  return (
    <>
      <p>{message}</p>
      <p>{remedy}</p>
      <p>
        Incident: <strong>{incident}</strong>
      </p>
    </>
  )
}

function WindowCrash({ detail }: { readonly detail: string }) {
  const scrollable = useScrollable()
  const styles = useStyles()
  return (
    <>
      <p>This window met a fault that should not have happened. The SSO system itself is not affected.</p>
      <p>Please report it with these details; they are not in the log.</p>
      <section aria-label="Fault details">
        <pre {...scrollable} className={styles.detail}>
          {detail}
        </pre>
      </section>
    </>
  )
}
