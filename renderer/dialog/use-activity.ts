import { useEffect } from 'react'

/** Says in the status bar what a dialog is doing, for as long as it does that and is open. */
export function useActivity(onActivity: (activity: string | null) => void, activity: string | null): void {
  useEffect(() => {
    onActivity(activity)
    return () => onActivity(null)
  }, [activity, onActivity])
}
