import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Item } from '~/model/layout'

const nearEnd = 80

/** Keeps the line that is being read where it is on screen while lines come and go above and below it. */
export function useReadingPlace(box: RefObject<HTMLDivElement | null>, items: readonly Item[]) {
  const anchor = useRef<{ key: string; top: number } | null>(null)
  const sticky = useRef(true)
  const placed = useRef(false)
  const [atEnd, setAtEnd] = useState(true)

  const look = useCallback(() => {
    const element = box.current
    if (!element) return
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    sticky.current = left < nearEnd
    setAtEnd(sticky.current)
    anchor.current = firstVisible(element)
  }, [box])

  const toEnd = useCallback(() => {
    const element = box.current
    if (!element) return
    element.scrollTop = element.scrollHeight
    look()
  }, [box, look])

  useLayoutEffect(() => {
    const element = box.current
    if (!element || items.length === 0) return
    const divider = placed.current ? null : element.querySelector<HTMLElement>('[data-key="divider"]')
    if (divider) element.scrollTop = divider.offsetTop - element.clientHeight / 3
    else if (!placed.current || sticky.current) element.scrollTop = element.scrollHeight
    else if (anchor.current) {
      const line = element.querySelector<HTMLElement>(`[data-key="${CSS.escape(anchor.current.key)}"]`)
      if (line) element.scrollTop = line.offsetTop - anchor.current.top
    }
    placed.current = true
    look()
  }, [items, box, look])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (sticky.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])

  return { atEnd, toEnd, onScroll: look }
}

/** The first line that is in sight, found by halving: lines stand in order. */
function firstVisible(element: HTMLElement) {
  const lines = element.children
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const line = lines[middle] as HTMLElement
    if (line.offsetTop + line.offsetHeight <= element.scrollTop) low = middle + 1
    else high = middle
  }
  for (let i = low; i < lines.length; i++) {
    const line = lines[i] as HTMLElement
    if (line.dataset.key) return { key: line.dataset.key, top: line.offsetTop - element.scrollTop }
  }
  return null
}
