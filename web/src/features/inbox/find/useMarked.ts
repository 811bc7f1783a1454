import { type RefObject, useEffect } from 'react'
import { hasAll, rangesOf } from '~/model/find'
import type { Find } from './useFind'
import './marks.css'

/** What is no word of the message: its time, its buttons, what it answers. */
const aside = 'time, button, .sr-only, [role="img"]'

function textsIn(bubble: Element) {
  const walk = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walk.nextNode()) {
    const node = walk.currentNode as Text
    if (!node.parentElement?.closest(aside)) texts.push(node)
  }
  return texts
}

/** Marks the words in the bubbles that have all of them, and the place that is shown. The lines themselves know nothing of it. */
export function useMarked(box: RefObject<HTMLElement | null>, find: Find | null, leaps: number) {
  useEffect(() => {
    const log = box.current
    if (!log || !find || find.terms.length === 0) return
    const { terms, seq } = find
    const paint = () => {
      const all: Range[] = []
      const here: Range[] = []
      for (const bubble of log.querySelectorAll<HTMLElement>('[data-seq]')) {
        const isHere = Number(bubble.dataset.seq) === seq
        bubble.toggleAttribute('data-found', isHere)
        const texts = textsIn(bubble)
        if (!hasAll(texts.map(({ data }) => data), terms)) continue
        for (const text of texts)
          for (const [from, to] of rangesOf(text.data, terms)) {
            const range = new Range()
            range.setStart(text, from)
            range.setEnd(text, to)
            ;(isHere ? here : all).push(range)
          }
      }
      // an old browser has the frame around the place alone
      if (typeof Highlight === 'undefined') return
      CSS.highlights.set('found', new Highlight(...all))
      CSS.highlights.set('found-here', new Highlight(...here))
    }
    let frame = requestAnimationFrame(paint)
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(paint)
    })
    observer.observe(log, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      log.querySelectorAll('[data-found]').forEach((bubble) => bubble.removeAttribute('data-found'))
      if (typeof Highlight === 'undefined') return
      CSS.highlights.delete('found')
      CSS.highlights.delete('found-here')
    }
  }, [box, find, leaps])
}
