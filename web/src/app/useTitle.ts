import { useEffect } from 'react'
import { useWords } from '~/i18n'
import { useInbox } from './InboxProvider'
import { useSession } from './session'

/** The tab's title: `(3) Inbox · Demo`. */
export function useTitle(page: string) {
  const words = useWords()
  const { data: session } = useSession()
  const unread = useInbox((state) => state.counts?.unread ?? 0, 0)
  const title = words.title(unread, page, session?.workspaces[0]?.name)
  useEffect(() => {
    document.title = title
  }, [title])
}
