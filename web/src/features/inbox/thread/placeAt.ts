import type { RefObject } from 'react'

/** How many frames it has to stand where it should, and how many are spent on it at most. */
const still = 3
const most = 180

/**
 * Brings a log to where it begins: a line in sight, else its end. Asked again while lines are measured, or while the box has no height yet;
 * says so once it stands. `go` goes there and tells which line it is, by its selector. The answer stops it.
 */
export function placeAt(box: RefObject<HTMLElement | null>, go: () => string | null, placed: () => void): () => void {
  let line = go()
  let good = 0
  let frames = 0
  let timer = 0
  const look = () => {
    const element = box.current
    if (!element || element.clientHeight === 0) {
      timer = requestAnimationFrame(look)
      return
    }
    good = isPlaced(element, line) ? good + 1 : 0
    // In between, the virtualiser is given time to correct itself.
    if (good === 0 && frames % 4 === 0) line = go()
    if (good >= still || ++frames > most) placed()
    else timer = requestAnimationFrame(look)
  }
  timer = requestAnimationFrame(look)
  return () => cancelAnimationFrame(timer)
}

function isPlaced(element: HTMLElement, selector: string | null) {
  if (element.querySelector('[data-key]') === null && element.scrollHeight > element.clientHeight) return false
  if (selector === null) return element.scrollHeight - element.scrollTop - element.clientHeight < 2
  const line = element.querySelector(selector)?.getBoundingClientRect()
  const frame = element.getBoundingClientRect()
  return line !== undefined && line.top >= frame.top && line.top < frame.bottom && (line.bottom <= frame.bottom || line.height > frame.height)
}
