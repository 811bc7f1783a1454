import { type KeyboardEvent, type RefObject, useCallback, useRef } from 'react'
import type { Item } from '~/model/layout'
import type { RowsHandle } from './ThreadRows'

interface ThreadKeys {
  box: RefObject<HTMLDivElement | null>
  rows: RefObject<RowsHandle | null>
  items: RefObject<readonly Item[]>
  react: (key: string | null) => void
  unreadFrom: (seq: number) => void
}

const told = (item: Item) => item.type === 'bubble' || item.type === 'note' || item.type === 'pending'

/** Arrows go from message to message; then R answers it, plus reacts, U marks as unread from there. */
export function useThreadKeys({ box, rows, items, react, unreadFrom }: ThreadKeys) {
  const at = useRef<string | null>(null)
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const all = items.current
      const target = event.target as HTMLElement
      const focused = target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null
      const item = all.find((each) => each.key === focused)

      if (event.key === 'Escape' && !event.shiftKey && target.closest('[role="group"]')) {
        react(null)
        focus(box.current, focused)
      } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !target.closest('input, summary')) {
        const step = event.key === 'ArrowUp' ? -1 : 1
        const from = focused ?? at.current
        let index = from === null ? all.length : all.findIndex((each) => each.key === from)
        if (index < 0) index = all.length
        do index += step
        while (all[index] && !told(all[index]!))
        const next = all[index]
        if (!next) return
        at.current = next.key
        rows.current?.show(next.key, 'auto')
        requestAnimationFrame(() => focus(box.current, next.key))
      } else if (target.tagName !== 'ARTICLE' || event.ctrlKey || event.metaKey || event.altKey) return
      else if (event.key === 'r') click(target, 'reply')
      else if (event.key === '+') click(target, 'react')
      else if (event.key === 'u' && item?.type === 'bubble') unreadFrom(item.message.seq)
      else return
      event.preventDefault()
      event.stopPropagation()
    },
    [box, rows, items, react, unreadFrom],
  )
}

const focus = (box: HTMLElement | null, key: string | null) => {
  if (key) box?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true })
}

const click = (line: HTMLElement, act: string) => line.querySelector<HTMLElement>(`[data-act="${act}"]`)?.click()
