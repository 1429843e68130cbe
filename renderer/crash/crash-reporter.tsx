import { type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import { lazyNamed } from '../host/lazy-named.ts'
import { type Crash, CrashContext, crashOf } from '../request/crash.ts'
import { CrashBoundary } from './crash-boundary.tsx'

const CrashDialog = lazyNamed(() => import('./crash-dialog.tsx'), 'CrashDialog')

/** Shows the first bug met below it, or caught nowhere in the window, in a dialog. */
export function CrashReporter({ children }: { readonly children: ReactNode }) {
  const [crash, setCrash] = useState<Crash | null>(null)
  const [broken, setBroken] = useState(false)
  const [life, setLife] = useState(0)
  const report = useCallback((next: Crash) => setCrash((first) => first ?? next), [])
  useUncaught(report)
  const onBroken = (next: Crash) => {
    setBroken(true)
    report(next)
  }
  const close = () => {
    // What typed input there is survives a crash that took nothing down.
    if (broken) setLife(life + 1)
    setBroken(false)
    setCrash(null)
  }
  return (
    <CrashContext value={report}>
      <CrashBoundary key={life} report={onBroken}>
        {children}
      </CrashBoundary>
      <Suspense>{crash && <CrashDialog crash={crash} onClose={close} />}</Suspense>
    </CrashContext>
  )
}

/** Chromium fires this as an error when a layout settles a frame late; nothing is wrong then. */
const harmless = 'ResizeObserver loop'

function useUncaught(report: (crash: Crash) => void): void {
  useEffect(() => {
    const onError = (event: ErrorEvent) => {
      if (!event.message.startsWith(harmless)) report(crashOf(event.error ?? event.message))
    }
    const onRejection = (event: PromiseRejectionEvent) => report(crashOf(event.reason))
    window.addEventListener('error', onError)
    window.addEventListener('unhandledrejection', onRejection)
    return () => {
      window.removeEventListener('error', onError)
      window.removeEventListener('unhandledrejection', onRejection)
    }
  }, [report])
}
