import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { ErrorCode, SsoErrorData } from '../../shared/errors.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { TextField } from '../dialog/text-field.tsx'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'
import { FailureBar } from '../words/failure-bar.tsx'

const useStyles = makeStyles({ form: { display: 'grid', gap: tokens.spacingVerticalM } })

/** Those that another name would mend. */
const nameErrors: readonly ErrorCode[] = ['ServerNameInvalid', 'ServerExists']

/** Adds a server before it first opens the system. */
export function AddServerDialog({ onActivity, onChanged, onClose }: DialogProps) {
  const styles = useStyles()
  const name = useRef<HTMLInputElement>(null)
  const { add, failure, forget, running } = useAddServer(onActivity, () => {
    onChanged()
    onClose()
  })
  const atName = failure !== null && nameErrors.includes(failure.code)
  useEffect(() => {
    if (!running) name.current?.focus()
  }, [running])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void add(name.current?.value ?? '')
  }
  const leave = () => {
    if (!running) onClose()
  }
  const buttons = (
    <>
      <Button type="submit" appearance="primary" disabledFocusable={running}>
        OK
      </Button>
      <Button disabledFocusable={running} onClick={leave}>
        Cancel
      </Button>
    </>
  )
  return (
    <DialogFrame onLeave={leave}>
      <form noValidate onSubmit={submit}>
        <DialogPage title="Add Server" buttons={buttons}>
          <div className={styles.form}>
            {failure !== null && !atName && <FailureBar error={failure} />}
            <TextField
              label="Server name"
              hint="The name under which the computer is found on the network. For a cluster, give the network name that the SSO service runs under, not the name of the cluster; never an IP address."
              error={atName ? failure : undefined}
              ref={name}
              disabled={running}
              onInput={() => {
                if (atName) forget()
              }}
            />
          </div>
        </DialogPage>
      </form>
    </DialogFrame>
  )
}

/** Adds a server and follows how that ends. */
function useAddServer(onActivity: DialogProps['onActivity'], onAdded: () => void) {
  const { sso } = useHost()
  const ask = useAsk()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const add = async (name: string) => {
    setRunning(true)
    onActivity('Adding a server…')
    const answer = await ask(() => sso.servers.join({ name }))
    onActivity(null)
    if (answer.ok) return onAdded()
    setFailure(answer.error)
    setRunning(false)
  }
  return { add, failure, forget: () => setFailure(null), running }
}
