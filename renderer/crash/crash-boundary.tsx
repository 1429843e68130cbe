import { Component, type ReactNode } from 'react'
import { crashOf, type ReportCrash } from '../request/crash.ts'

interface Props {
  readonly report: ReportCrash
  readonly children: ReactNode
}

/** Takes down what failed to render, and reports it; children are rendered anew when its `key` changes. */
export class CrashBoundary extends Component<Props, { readonly failed: boolean }> {
  override readonly state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(thrown: unknown): void {
    this.props.report(crashOf(thrown))
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}
