import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useWorkspace } from '~/app/session'
import { keptPlace } from '~/app/place'
import { isAtLeast } from '~/model/access'
import { keep } from '~/storage'
import { HomePage } from './HomePage'
import { useFirstSteps } from './useFirstSteps'

/** The first screen: the first steps until all are done, then the one that was used last. */
export function StartPage() {
  const { role } = useWorkspace()
  const { steps } = useFirstSteps()
  const done = steps?.every((step) => step.done) ?? false
  const router = useRouter()
  const on = done || !isAtLeast(role, 'admin')
  useEffect(() => {
    if (done) keep('home', 'done')
    if (on) router.history.replace(keptPlace())
  }, [done, on, router])
  if (on) return null
  return <HomePage />
}
