import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type ComponentType, type FormEvent, useEffect, useRef } from 'react'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FailureBar } from '../words/failure-bar.tsx'
import type { PropertyFaults } from './property-faults.ts'
import {
  AccountsPanel,
  AuditsPanel,
  GeneralPanel,
  OptionsPanel,
  type PanelProps,
} from './property-panels.tsx'
import { PropertyTabs } from './property-tabs.tsx'
import { fieldOrder, type PropertyTab, propertyTexts } from './property-texts.ts'
import type { PropertiesFields } from './use-properties.ts'

const useStyles = makeStyles({ failure: { paddingBottom: tokens.spacingVerticalM } })

const panels: Readonly<Record<PropertyTab, ComponentType<PanelProps>>> = {
  general: GeneralPanel,
  accounts: AccountsPanel,
  options: OptionsPanel,
  audits: AuditsPanel,
}

export interface PropertiesFormProps extends Omit<PanelProps, 'form'> {
  readonly fields: PropertiesFields
  /** The name of the button that gets the focus when the form appears; the selected tab without it. */
  readonly focusOn: string | null
  readonly onCancel: () => void
}

/** The tabs, OK and Cancel. */
export function PropertiesForm({ fields, focusOn, onCancel, ...panel }: PropertiesFormProps) {
  const styles = useStyles()
  const form = useFormFocus(fields.found, fields.failure !== null, focusOn)
  const Panel = panels[fields.tab]
  const faulty = new Set(fieldsAtFault(fields.fields).map((field) => propertyTexts[field].tab))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void fields.submit()
  }
  const buttons = (
    <>
      <Button name="ok" type="submit" appearance="primary" disabledFocusable={fields.running}>
        OK
      </Button>
      <Button disabledFocusable={fields.running} onClick={onCancel}>
        Cancel
      </Button>
    </>
  )
  return (
    <form ref={form} noValidate onSubmit={submit}>
      <DialogPage title="System Properties" buttons={buttons}>
        {fields.failure !== null && (
          <div className={styles.failure}>
            <FailureBar error={fields.failure} />
          </div>
        )}
        <PropertyTabs selected={fields.tab} faulty={faulty} onSelect={fields.selectTab}>
          <Panel
            {...panel}
            form={{
              draft: fields.draft,
              faults: fields.fields,
              running: fields.running,
              onChange: fields.change,
            }}
          />
        </PropertyTabs>
      </DialogPage>
    </form>
  )
}

function fieldsAtFault(faults: PropertyFaults) {
  return fieldOrder.filter((field) => faults[field] !== undefined)
}

/** Where the focus goes: to what was left when the form appears, to the first faulty field, else back to OK. */
function useFormFocus(faults: PropertyFaults, failed: boolean, focusOn: string | null) {
  const form = useRef<HTMLFormElement>(null)
  const at = useRef(focusOn)
  useEffect(() => {
    const selector = at.current === null ? '[role=tab][aria-selected=true]' : `[name="${at.current}"]`
    form.current?.querySelector<HTMLElement>(selector)?.focus()
  }, [])
  useEffect(() => {
    const [first] = fieldsAtFault(faults)
    if (first === undefined && !failed) return
    form.current?.querySelector<HTMLElement>(`[name="${first ?? 'ok'}"]`)?.focus()
  }, [faults, failed])
  return form
}
