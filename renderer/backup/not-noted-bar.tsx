import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'

/** That the database does not know yet which master secret is current, why, and what becomes of it. */
export function NotNotedBar({ failure }: { readonly failure: SsoErrorData }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        The database has not been told yet which master secret is current, and no credential is re-encrypted
        so far. {errorText(failure).message} It is told, and the credentials are re-encrypted, as soon as it
        can be written to, by this console while it is open, or by the next command.
      </MessageBarBody>
    </MessageBar>
  )
}
