import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { TextGrammarWand16Regular } from '@fluentui/react-icons'
import type { RefObject } from 'react'
import { CopyButton } from '../dialog/copy-button.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
  offer: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    boxSizing: 'border-box',
    width: '100%',
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  words: {
    flexGrow: 1,
    fontFamily: tokens.fontFamilyMonospace,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
  advice: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
})

export interface PassphraseOfferProps {
  readonly shown: boolean
  /** Where the passphrase is written, past React, which would keep copies of it. */
  readonly outputRef: RefObject<HTMLOutputElement | null>
  readonly disabled: boolean
  readonly onGenerate: () => void
}

/** Offers a passphrase, and shows the one made until the password is changed or the dialog closes. */
export function PassphraseOffer({ shown, outputRef, disabled, onGenerate }: PassphraseOfferProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Button
        size="small"
        disabled={disabled}
        icon={<TextGrammarWand16Regular aria-hidden />}
        onClick={onGenerate}
      >
        Generate passphrase
      </Button>
      <div hidden={!shown} className={shown ? styles.offer : ''}>
        <div className={styles.line}>
          <output ref={outputRef} aria-label="Generated passphrase" className={styles.words} />
          <CopyButton what="passphrase" text={() => outputRef.current?.textContent ?? ''} />
        </div>
        <p className={styles.advice}>
          Write it down now: it is shown only once. Six random words, 77 bits. Both password fields are filled
          in with it.
        </p>
      </div>
    </div>
  )
}
