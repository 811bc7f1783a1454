import { type RefObject, useEffect } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import type { Item } from '~/model/layout'
import type { RowsHandle } from '../thread/ThreadRows'
import type { Find } from './useFind'

/** Where a message is drawn. */
export const itemOf = (items: readonly Item[], seq: number) => items.find((item) => (item.type === 'bubble' || item.type === 'note') && item.message.seq === seq)

/** Brings the place that was found into sight; history that is not loaded comes first. A place whose history does not come is told. */
export function useReach(id: number, find: Find | null, rows: RefObject<RowsHandle | null>, items: RefObject<readonly Item[]>, onLost: (seq: number | null) => void) {
  const store = useInboxStore()
  const seq = find?.seq ?? null
  const turn = find?.turn
  useEffect(() => {
    if (seq === null || !store) return
    let gone = false
    const show = async () => {
      const reached = await store.threads.reach(id, seq).catch(() => false)
      if (gone) return
      onLost(reached ? null : seq)
      if (!reached) return
      await new Promise(requestAnimationFrame)
      const item = itemOf(items.current, seq)
      if (item && !gone) rows.current?.show(item.key, 'center')
    }
    void show()
    return () => {
      gone = true
    }
  }, [store, id, seq, turn, rows, items, onLost])
}
