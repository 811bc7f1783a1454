import { IconPlugConnectedX } from '@tabler/icons-react'
import { type ReactNode, Suspense } from 'react'
import { useWords } from '~/i18n'
import { Blank, Button } from '~/ui'
import { useSession } from './session'

/** What stands behind the session: nothing is asked of the server for nobody. */
export function Known({ children }: { children: ReactNode }) {
  const words = useWords()
  const { data, failureCount, refetch } = useSession()
  if (data)
    return (
      <Suspense fallback={null}>{children}</Suspense>
    )
  if (failureCount < 2) return null
  return (
    <Blank page alert icon={<IconPlugConnectedX size={28} />} title={words.errors.unreachable} hint={words.errors.unreachableHint}>
      <Button onClick={() => void refetch()}>{words.errors.tryAgain}</Button>
    </Blank>
  )
}
