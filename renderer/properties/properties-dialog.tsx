import { useRef, useState } from 'react'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { ReadingFailed } from '../request/reading-failed.tsx'
import { useReading } from '../request/use-reading.ts'
import { ChangeServerPage } from './change-server-page.tsx'
import type { Properties } from './properties-draft.ts'
import { PropertiesForm } from './properties-form.tsx'
import { SwitchSsoPage } from './switch-sso-page.tsx'
import { useProperties, useReadProperties } from './use-properties.ts'

/** The properties of the SSO system, in the original's tabs. */
export function PropertiesDialog(props: DialogProps) {
  const { reading, refresh } = useReading(useReadProperties())
  const last = useRef<Properties | null>(null)
  // A later reading that fails does not take away what was typed.
  if (reading.state === 'read') last.current = reading.value
  if (last.current !== null) {
    return <OpenProperties {...props} properties={last.current} onRefresh={refresh} />
  }
  return (
    <DialogFrame onLeave={props.onClose}>
      <DialogPage
        title="System Properties"
        buttons={<FocusedButton onClick={props.onClose}>Close</FocusedButton>}
      >
        {reading.state === 'failed' ? (
          <ReadingFailed error={reading.error} what="The properties" onRetry={refresh} />
        ) : (
          'Reading the properties…'
        )}
      </DialogPage>
    </DialogFrame>
  )
}

interface OpenPropertiesProps extends DialogProps {
  /** As last read. */
  readonly properties: Properties
  readonly onRefresh: () => void
}

type Page = 'properties' | 'change-server' | 'switch-sso'

function OpenProperties(props: OpenPropertiesProps) {
  const { onChanged, onClose, onRefresh, overview, properties } = props
  const applied = (changed: boolean) => {
    if (changed) onChanged()
    onClose()
  }
  const fields = useProperties(properties, applied, onRefresh)
  const { page, left, setPage, back, leave, onBusy } = usePages(props, fields.running)
  const changed = () => {
    onRefresh()
    onChanged()
  }
  const switched = () => {
    changed()
    back()
  }
  const { enabled, masterSecretServer } = properties.info
  const common = { onBusy, onCancel: back }
  return (
    <DialogFrame onLeave={leave}>
      {page === 'change-server' && (
        <ChangeServerPage present={masterSecretServer} onBusy={onBusy} onMoved={changed} onLeave={back} />
      )}
      {page === 'switch-sso' && <SwitchSsoPage {...common} enabled={enabled} onSwitched={switched} />}
      {page === 'properties' && (
        <PropertiesForm
          fields={fields}
          info={properties.info}
          mayMove={overview?.permissions.moveServer ?? null}
          focusOn={left}
          onChangeServer={() => setPage('change-server')}
          onSwitch={() => setPage('switch-sso')}
          onCancel={onClose}
        />
      )}
    </DialogFrame>
  )
}

/** Which page is shown, and the way back: from a page to the properties, from those out of the dialog. */
function usePages({ onActivity, onClose }: DialogProps, running: boolean) {
  const [page, setPage] = useState<Page>('properties')
  /** The page that was left last, whose button gets the focus back. */
  const [left, setLeft] = useState<Page | null>(null)
  const [busy, setBusy] = useState(false)
  const back = () => {
    setLeft(page)
    setPage('properties')
  }
  const leave = () => {
    if (busy || running) return
    if (page === 'properties') onClose()
    else back()
  }
  const onBusy = (now: boolean) => {
    setBusy(now)
    onActivity(now ? 'Changing the SSO system…' : null)
  }
  return { page, left, setPage, back, leave, onBusy }
}
