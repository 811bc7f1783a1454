import { Component, type ReactNode, Suspense } from 'react'
import { NotFetched } from '~/notFetched'
import { tellMissing } from './missing'

interface OptionalProps {
  children: ReactNode
  /** What stands there while it is on its way, and when it does not come. */
  instead?: ReactNode
  /** Closes what was to be opened, so that it can be asked for again. */
  onMissing?: () => void
}

/** Around a part that the screen can do without: when it cannot be fetched, or throws, the screen stays and a line tells. */
export class Optional extends Component<OptionalProps, { missing: boolean }> {
  state = { missing: false }

  static getDerivedStateFromError() {
    return { missing: true }
  }

  componentDidCatch(error: unknown) {
    if (error instanceof NotFetched) error.forget()
    tellMissing(true)
    this.props.onMissing?.()
  }

  render() {
    const { children, instead = null } = this.props
    return this.state.missing ? instead : <Suspense fallback={instead}>{children}</Suspense>
  }
}
