import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api, ask } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'

/** Where the divider stands: behind which number, and up to where it counts. */
export interface Divider {
  after: number | null
  upTo: number
}

interface Reading {
  id: number
  /** How far this person had read when it was opened; 0 for one who never opened it. */
  position: number
  /** What the whole team had read then. */
  teamPosition: number
  newest: number
  atEnd: boolean
}

/** Keeps how far this person has read, and where the new messages began when they came. */
export function useReading({ id, position, teamPosition, newest, atEnd }: Reading) {
  const store = useInboxStore()
  const [divider, setDivider] = useState<Divider>(() => ({ after: position > 0 ? position : teamPosition || null, upTo: newest }))
  const told = useRef(position)
  // Marked as unread by hand: it stays so until it is opened again.
  const resting = useRef(false)

  useEffect(() => {
    if (!atEnd || newest <= told.current) return
    const read = () => {
      if (document.hidden || resting.current || newest <= told.current) return
      told.current = newest
      store?.positions.note(id, newest)
      store?.deeds.read(id, newest)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [atEnd, newest, store, id])

  const unreadFrom = useCallback(
    (seq: number) => {
      resting.current = true
      setDivider({ after: seq - 1, upTo: newest })
      void store?.deeds.unread(id, seq).catch(() => {
        resting.current = false
      })
    },
    [store, id, newest],
  )

  return { divider, unreadFrom }
}

/** How far the caller has read a conversation; undefined until it is known. Asked once, when it is opened. */
export function usePosition(id: number | null): number | undefined {
  const store = useInboxStore()
  const [known, setKnown] = useState<{ opening: object; seq: number }>()
  // of the moment it is opened: what is read or comes afterwards moves no divider, and what was asked for an earlier opening none of this one
  const opening = useMemo(() => ({ sure: id === null ? undefined : store?.positions.sure(id) }), [store, id])
  useEffect(() => {
    if (id === null || !store || opening.sure !== undefined) return
    let gone = false
    void ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}/position', { params: { path: { ws: store.workspace, id } } }))
      .then(({ seq }) => {
        store.positions.note(id, seq)
        return seq
      })
      .catch(() => 0)
      .then((seq) => gone || setKnown({ opening, seq }))
    return () => {
      gone = true
    }
  }, [store, id, opening])
  return opening.sure ?? (known?.opening === opening ? known.seq : undefined)
}
