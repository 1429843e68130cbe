import { useRef, useState } from 'react'

/**
 * Whether a button's tooltip is shown: from when it has the pointer or the focus until it is pressed, because then it
 * would lie over the dialog that opens.
 */
export function useToolTip() {
  const [shown, setShown] = useState(false)
  const pressed = useRef(false)
  const renew = () => {
    pressed.current = false
  }
  return {
    shown,
    press: () => {
      pressed.current = true
      setShown(false)
    },
    /** It is shown after a pause, in which the button may have been pressed. */
    onVisibleChange: (_event: unknown, { visible }: { readonly visible: boolean }) =>
      setShown(visible && !pressed.current),
    /** For the button. */
    reached: { onPointerEnter: renew, onFocus: renew },
  }
}
