import { type RefObject, useEffect } from 'react'

interface Keys {
  order: RefObject<readonly number[]>
  selected: number | null
  open: (id: number | null) => void
  searchBox: RefObject<HTMLInputElement | null>
  composer: RefObject<HTMLTextAreaElement | null>
}

/** Single letters, only while nothing that takes text has the focus. */
export function useInboxKeys({ order, selected, open, searchBox, composer }: Keys) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (target.closest('input, textarea, select, [role="dialog"], [role="menu"], [contenteditable]')) return

      const step = stepOf(event, target)
      if (step !== 0) {
        const at = selected === null ? -1 : order.current.indexOf(selected)
        const next = order.current[Math.max(0, at + step)]
        if (next !== undefined && next !== selected) open(next)
      } else if (event.key === '/') searchBox.current?.focus()
      else if (event.key === 'Enter' && (target === document.body || target.closest('[role="log"]'))) composer.current?.focus()
      else if (event.key === 'Escape' && selected !== null) open(null)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [order, selected, open, searchBox, composer])
}

function stepOf(event: KeyboardEvent, target: HTMLElement) {
  const inList = target === document.body || target.closest('[role="list"]')
  if (event.key === 'j' || (event.key === 'ArrowDown' && inList)) return 1
  if (event.key === 'k' || (event.key === 'ArrowUp' && inList)) return -1
  return 0
}
