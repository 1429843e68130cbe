import { type RefObject, useState } from 'react'
import { useSecretOutput } from '../dialog/use-secret-element.ts'
import { loadPassphraseWords, makePassphrase } from './passphrase.ts'
import type { PassphraseOfferProps } from './passphrase-offer.tsx'

export interface Passphrase {
  readonly offer: Omit<PassphraseOfferProps, 'disabled'>
  /** Takes the shown passphrase away: it is not the password any more. */
  readonly forget: () => void
}

/** Makes passphrases and fills them into both password fields. */
export function usePassphrase(
  fields: readonly RefObject<HTMLInputElement | null>[],
  onFilled: (passphrase: string) => void,
): Passphrase {
  const outputRef = useSecretOutput()
  const [shown, setShown] = useState(false)
  const show = (passphrase: string) => {
    if (outputRef.current !== null) outputRef.current.textContent = passphrase
    setShown(passphrase !== '')
  }
  const generate = async () => {
    const words = await loadPassphraseWords()
    const passphrase = makePassphrase(words, (target) => crypto.getRandomValues(target))
    for (const { current } of fields) if (current !== null) current.value = passphrase
    show(passphrase)
    onFilled(passphrase)
  }
  return { offer: { shown, outputRef, onGenerate: () => void generate() }, forget: () => show('') }
}
