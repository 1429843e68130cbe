import { SsoError } from '../errors/sso-error.ts'

/** How far a re-encryption is; `null` if credentials never had to be re-encrypted. */
type Progress = {
  readonly state: string
  readonly done: number
  readonly total: number
} | null

/** Whether no credential is left to be re-encrypted. A re-encryption that was paused or cancelled is not finished. */
export function isFinished(reencryption: Pick<NonNullable<Progress>, 'state'> | null): boolean {
  return reencryption === null || reencryption.state === 'done'
}

/** @throws {@link SsoError} `Busy` while a re-encryption is unfinished, whoever runs it and whether or not it runs */
export function requireFinished(reencryption: Progress): void {
  if (reencryption === null || isFinished(reencryption)) return
  const { done, total } = reencryption
  throw SsoError.of('Busy', { done, total })
}
