import { Button } from '@fluentui/react-components'
import { Copy16Regular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { useHost } from '../host/host.ts'

type Copying = 'idle' | 'copied' | 'refused'

const words: Readonly<Record<Copying, string>> = { idle: 'Copy', copied: 'Copied', refused: 'Not copied' }

export interface CopyButtonProps {
  /** What is copied, in words. */
  readonly what: string
  /** Asked when the button is pressed, so that nobody else need keep the text. */
  readonly text: () => string
}

/** Puts a text on the clipboard, and says for a moment whether that worked. */
export function CopyButton({ what, text }: CopyButtonProps) {
  const { copyText } = useHost()
  const [copying, setCopying] = useState<Copying>('idle')
  useEffect(() => {
    if (copying === 'idle') return
    const timer = setTimeout(() => setCopying('idle'), 3000)
    return () => clearTimeout(timer)
  }, [copying])
  const copy = () =>
    copyText(text()).then(
      () => setCopying('copied'),
      () => setCopying('refused'),
    )
  return (
    <Button
      size="small"
      icon={<Copy16Regular aria-hidden />}
      aria-label={`${words[copying]} ${what}`}
      onClick={() => void copy()}
    >
      <span role="status">{words[copying]}</span>
    </Button>
  )
}
