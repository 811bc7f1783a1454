import { useCallback, useMemo } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import type { Lease, Person } from '~/api/types'
import type { Here } from '~/model/presence'

const nobody: readonly Here[] = []
const noLease = undefined as Lease | undefined

/** Who else is at a conversation: those who type first. */
export function useOthers(id: number | null): readonly Here[] {
  return useInbox((state) => (id === null ? nobody : (state.presence.get(id) ?? nobody)), nobody)
}

export interface LeaseHold {
  /** Somebody else who is just replying: to send now takes a question first. Null: go ahead. */
  holder: Person | null
  /** The question has been answered: replies go out with force. */
  insisted: boolean
  insist: () => void
  /** To be called at every keystroke of a reply. */
  typing: () => void
  /** To be called when the reply has been sent, or was emptied. */
  rested: () => void
}

/** The soft lease of a conversation's reply: the first keystroke takes it for 30 s, and others are told. */
export function useLease(id: number): LeaseHold {
  const store = useInboxStore()
  const lease = useInbox((state) => state.leases.get(id), noLease)
  const others = useOthers(id)
  const holder = useMemo(() => {
    if (lease?.yours) return null
    return lease?.holder ?? others.find((each) => each.typing)?.person ?? null
  }, [lease, others])
  const insisted = useInbox((state) => state.insisted.has(id), false)
  const insist = useCallback(() => store?.presence.insist(id), [store, id])
  const typing = useCallback(() => store?.presence.typing(id), [store, id])
  const rested = useCallback(() => store?.presence.rested(id), [store, id])
  return { holder, insisted, insist, typing, rested }
}
