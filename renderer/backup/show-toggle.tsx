import { Button } from '@fluentui/react-components'
import { Eye16Regular, EyeOff16Regular } from '@fluentui/react-icons'

export interface ShowToggleProps {
  readonly shown: boolean
  readonly disabled: boolean
  readonly onToggle: () => void
}

/** Shows a password that is being typed, and hides it again. */
export function ShowToggle({ shown, disabled, onToggle }: ShowToggleProps) {
  const Icon = shown ? EyeOff16Regular : Eye16Regular
  return (
    <Button
      appearance="transparent"
      size="small"
      icon={<Icon aria-hidden />}
      aria-label="Show what is typed"
      aria-pressed={shown}
      disabled={disabled}
      onClick={onToggle}
    />
  )
}
