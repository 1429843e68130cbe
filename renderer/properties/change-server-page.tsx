import { Button, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { MasterSecretServerMove } from '../../shared/global-info.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { ResultPage } from '../dialog/result-page.tsx'
import { useHost } from '../host/host.ts'
import { ReadingFailed } from '../request/reading-failed.tsx'
import { useAsk } from '../request/use-ask.ts'
import { type Reading, useReading } from '../request/use-reading.ts'
import { ForeignText } from '../words/foreign-text.tsx'

const title = 'Change Master Secret Server'

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
  text: { margin: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

export interface ChangeServerPageProps {
  /** The present master secret server. */
  readonly present: string
  readonly onBusy: (busy: boolean) => void
  /** Something was changed; the page stays, to say what follows from it. */
  readonly onMoved: () => void
  readonly onLeave: () => void
}

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'moved'; readonly move: MasterSecretServerMove }

/** Makes another known server the master secret server: choice, question, result. */
export function ChangeServerPage({ present, onBusy, onMoved, onLeave }: ChangeServerPageProps) {
  const { sso } = useHost()
  const ask = useAsk()
  const { reading: servers, refresh } = useReading(useCallback(() => sso.servers.list({}), [sso]))
  const [chosen, setChosen] = useState<string | null>(null)
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const move = async (name: string) => {
    setRunning(true)
    onBusy(true)
    const answer = await ask(() => sso.globalInfo.moveMasterSecretServer({ name }))
    onBusy(false)
    setRunning(false)
    if (!answer.ok) return setFailure(answer.error)
    setStep({ kind: 'moved', move: answer.value })
    onMoved()
  }
  if (step.kind === 'moved') return <MovedPage move={step.move} onLeave={onLeave} />
  if (step.kind === 'confirm' && chosen !== null) {
    const questions = { present, chosen, running, failure }
    return (
      <MoveQuestion
        {...questions}
        onConfirm={() => void move(chosen)}
        onCancel={() => {
          setFailure(null)
          setStep({ kind: 'choose' })
        }}
      />
    )
  }
  return (
    <ChoicePage
      present={present}
      servers={servers}
      chosen={chosen}
      onChoose={setChosen}
      onRetry={refresh}
      onNext={() => setStep({ kind: 'confirm' })}
      onLeave={onLeave}
    />
  )
}

interface ChoicePageProps {
  readonly present: string
  readonly servers: Reading<readonly ServerOverview[]>
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
  readonly onRetry: () => void
  readonly onNext: () => void
  readonly onLeave: () => void
}

function ChoicePage({ present, servers, chosen, onChoose, onRetry, onNext, onLeave }: ChoicePageProps) {
  const styles = useStyles()
  const others =
    servers.state === 'read'
      ? servers.value.filter(({ isMasterSecretServer }) => !isMasterSecretServer)
      : null
  const buttons = (
    <>
      <Button appearance="primary" disabledFocusable={chosen === null} onClick={onNext}>
        Next
      </Button>
      {/* Where there is nothing to choose, nothing else takes the focus. */}
      {others?.length === 0 ? (
        <FocusedButton appearance="secondary" onClick={onLeave}>
          Cancel
        </FocusedButton>
      ) : (
        <Button onClick={onLeave}>Cancel</Button>
      )}
    </>
  )
  return (
    <DialogPage title={title} buttons={buttons}>
      <div className={styles.content}>
        <p className={styles.text}>
          <ForeignText>{present}</ForeignText> is the master secret server. Another server that has joined the
          SSO system can take its place.
        </p>
        {servers.state === 'reading' && <p className={styles.text}>Reading the servers…</p>}
        {servers.state === 'failed' && (
          <ReadingFailed error={servers.error} what="The list of servers" onRetry={onRetry} />
        )}
        {others !== null && <ServerChoice servers={others} chosen={chosen} onChoose={onChoose} />}
      </div>
    </DialogPage>
  )
}

interface ServerChoiceProps {
  readonly servers: readonly ServerOverview[]
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
}

function ServerChoice({ servers, chosen, onChoose }: ServerChoiceProps) {
  const styles = useStyles()
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const inputs = [...(group.current?.querySelectorAll('input') ?? [])]
    ;(inputs.find(({ checked }) => checked) ?? inputs[0])?.focus()
  }, [])
  if (servers.length === 0) {
    return (
      <p className={styles.text} role="status">
        No other server has joined yet. Open the SSO system on the other computer, or add it with Add Server…
        of the Servers node.
      </p>
    )
  }
  return (
    <div ref={group}>
      <Field label="New master secret server">
        <RadioGroup value={chosen ?? ''} onChange={(_event, { value }) => onChoose(value)}>
          {servers.map(({ name }) => (
            <Radio key={name} value={name} label={<ForeignText>{name}</ForeignText>} />
          ))}
        </RadioGroup>
      </Field>
    </div>
  )
}

interface MoveQuestionProps {
  readonly present: string
  readonly chosen: string
  readonly running: boolean
  readonly failure: SsoErrorData | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

function MoveQuestion({ present, chosen, ...question }: MoveQuestionProps) {
  const styles = useStyles()
  return (
    <ConfirmPage title={title} action="Change" {...question}>
      <p className={styles.text}>
        Make <ForeignText>{chosen}</ForeignText> the master secret server instead of{' '}
        <ForeignText>{present}</ForeignText>?
      </p>
      <ul className={styles.list}>
        <li>The master secret does not move with it. You need a backup of it, and the backup’s password.</li>
        <li>
          <ForeignText>{present}</ForeignText> refuses at once to generate, back up and restore the master
          secret.
        </li>
        <li>
          <ForeignText>{chosen}</ForeignText> has no master secret until you restore it there from the backup.
        </li>
      </ul>
      <p className={styles.text}>Have you verified the backup (Verify Backup…)?</p>
    </ConfirmPage>
  )
}

function MovedPage({
  move,
  onLeave,
}: {
  readonly move: MasterSecretServerMove
  readonly onLeave: () => void
}) {
  const styles = useStyles()
  return (
    <ResultPage
      title={title}
      done={`${visibleText(move.after)} is the master secret server`}
      button="Continue"
      onLeave={onLeave}
    >
      <p className={styles.text}>
        Now open the console on <ForeignText>{move.after}</ForeignText> and restore the master secret there
        (Restore Secret…). Until then new credentials cannot be stored.
      </p>
      <p className={styles.text}>
        <ForeignText>{move.before}</ForeignText> no longer generates, backs up or restores it.
      </p>
    </ResultPage>
  )
}
