import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { InboxState } from '~/live/inboxState'
import { InboxStore } from '~/live/inboxStore'
import { useSession } from './session'

const InboxContext = createContext<InboxStore | null>(null)

/** Opens the live inbox of the workspace as soon as the session is known. */
export function InboxProvider({ children }: { children: ReactNode }) {
  const { data: session } = useSession()
  const [store, setStore] = useState<InboxStore | null>(null)
  const workspace = session?.workspaces[0]?.id
  const me = session?.user.id

  useEffect(() => {
    if (workspace === undefined || me === undefined) return
    const opened = new InboxStore(workspace, me)
    opened.start()
    setStore(opened)
    return () => opened.stop()
  }, [workspace, me])

  return <InboxContext value={store}>{children}</InboxContext>
}

export const useInboxStore = () => useContext(InboxContext)

const nothing = () => () => {}

/** A part of the inbox's state, or `fallback` while there is none. The part must keep its identity when unchanged. */
export function useInbox<T>(select: (state: InboxState) => T, fallback: T): T {
  const store = useContext(InboxContext)
  return useSyncExternalStore(store?.subscribe ?? nothing, () => (store ? select(store.snapshot()) : fallback))
}
