import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import type { Item } from '~/model/layout'
import css from './Bubble.module.css'
import type { RowsHandle } from './ThreadRows'

interface Jump {
  id: number
  box: RefObject<HTMLDivElement | null>
  rows: RefObject<RowsHandle | null>
  items: RefObject<readonly Item[]>
}

/** How far back a quoted message is looked for: it is at most so many pages away. */
const mostPages = 40

/** Goes to a message by its WhatsApp id, fetching history until it is there, and lights it up. */
export function useJump({ id, box, rows, items }: Jump) {
  const store = useInboxStore()
  const gone = useRef(false)
  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
    }
  }, [])

  return useCallback(
    async (wamid: string) => {
      const find = () => items.current.find((item) => item.type === 'bubble' && item.message.wamid === wamid)
      for (let page = 0; page < mostPages && !find() && !gone.current; page++) {
        const before = items.current.length
        await store?.threads.loadOlder(id)
        await new Promise(requestAnimationFrame)
        if (items.current.length === before) break
      }
      const item = find()
      if (!item || gone.current) return
      rows.current?.show(item.key, 'center')
      await new Promise((resolve) => setTimeout(resolve, 60))
      const line = box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.key)}"]`)
      line?.focus({ preventScroll: true })
      line?.classList.add(css.flash!)
      line?.addEventListener('animationend', () => line.classList.remove(css.flash!), { once: true })
    },
    [id, box, rows, items, store],
  )
}
