import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Strength } from '../host/strength.ts'

const words = ['Very weak', 'Weak', 'Fair', 'Strong', 'Very strong'] as const

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '16px' },
  empty: {
    height: '4px',
    flexGrow: 1,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralStroke2,
  },
  meter: { display: 'flex', gap: '2px', flexGrow: 1 },
  part: {
    height: '4px',
    flexGrow: 1,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralStroke1,
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'GrayText' },
  },
  filled: { '@media (forced-colors: active)': { backgroundColor: 'Highlight' } },
  weak: { backgroundColor: tokens.colorPaletteRedBackground3 },
  fair: { backgroundColor: tokens.colorPaletteMarigoldBackground3 },
  strong: { backgroundColor: tokens.colorPaletteGreenBackground3 },
  word: {
    minWidth: '72px',
    textAlign: 'right',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  advice: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

/** How hard the password is to guess, as a bar and in words; the limits alone decide whether it is accepted. */
export function PasswordStrength({ strength }: { readonly strength: Strength | null }) {
  const styles = useStyles()
  const word = strength === null ? '' : (words[strength.score] ?? '')
  return (
    <div>
      <div className={styles.line}>
        {strength === null ? (
          <div className={styles.empty} />
        ) : (
          <StrengthMeter score={strength.score} word={word} />
        )}
        <span className={styles.word} aria-hidden>
          {word}
        </span>
      </div>
      <div role="status" className={styles.advice}>
        {strength?.advice}
      </div>
    </div>
  )
}

function StrengthMeter({ score, word }: { readonly score: number; readonly word: string }) {
  const styles = useStyles()
  const colour = score < 2 ? styles.weak : score === 2 ? styles.fair : styles.strong
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn in five parts
    <div
      role="meter"
      aria-label="Password strength"
      aria-valuemin={0}
      aria-valuemax={words.length - 1}
      aria-valuenow={score}
      aria-valuetext={word}
      className={styles.meter}
    >
      {words.map((each, index) => (
        <span
          key={each}
          className={mergeClasses(styles.part, index <= score && colour, index <= score && styles.filled)}
        />
      ))}
    </div>
  )
}
