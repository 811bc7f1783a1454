import { type RefObject, useEffect } from 'react'
import { altsOn, lettersOn, useBoard, useShortcuts } from '~/app/keys/board'
import { useWords } from '~/i18n'
import { useDesk } from './desk/DeskProvider'
import { useDeskWords } from './desk/words'
import { actOf, altActOf, type InboxAct, keySheet } from './keys'
import type { Marks } from './list/useMarks'

interface Keys {
  order: RefObject<readonly number[]>
  selected: number | null
  marks: Marks
  letters: boolean
  open: (id: number | null) => void
  searchBox: RefObject<HTMLInputElement | null>
  composer: RefObject<HTMLTextAreaElement | null>
}

/** Where keys belong to what has the focus. */
const busy = 'input:not([type="checkbox"]), textarea, select, [role="dialog"], dialog, [role="menu"], [contenteditable]'

/** Keys of the inbox, only while nothing that takes text has the focus. */
export function useInboxKeys({ order, selected, marks, letters, open, searchBox, composer }: Keys) {
  const desk = useDesk()
  const title = useWords().keys.inbox
  // told of, not run: what has the focus decides here what a key is about
  useShortcuts(title, keySheet(useDeskWords().keys, useBoard().alts))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const held = altsOn() ? altActOf(event) : null
      if (held && does(held, target)) return event.preventDefault()
      if (target.closest(busy)) return
      const act = actOf(event, letters && lettersOn())
      if (act && isHere(act, event, target) && does(act, target)) event.preventDefault()
    }

    const does = (act: InboxAct, target: HTMLElement): boolean => {
      const at = selected === null ? -1 : order.current.indexOf(selected)
      const focused = Number(target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation ?? NaN)
      const one = Number.isNaN(focused) ? selected : focused
      const ids = marks.all.size > 0 ? [...marks.all] : one === null ? [] : [one]
      switch (act) {
        case 'next':
        case 'previous': {
          const next = order.current[Math.max(0, at + (act === 'next' ? 1 : -1))]
          if (next !== undefined && next !== selected) open(next)
          return true
        }
        case 'reply':
          composer.current?.focus()
          return composer.current !== null
        case 'note':
        case 'template':
          return !window.dispatchEvent(new CustomEvent('inbox:compose', { detail: act, cancelable: true }))
        case 'search':
          searchBox.current?.focus()
          return true
        case 'leave':
          if (marks.all.size > 0) marks.clear()
          else if (selected !== null) open(null)
          else return false
          return true
        case 'select':
        case 'selectRange': {
          const id = one ?? order.current[0]
          if (id !== undefined) marks.mark(id, act === 'selectRange')
          return true
        }
        case 'resolveNext': {
          if (ids.length === 0) return false
          const next = order.current.slice(at + 1).find((id) => !ids.includes(id)) ?? null
          desk.begin('resolve', ids)
          if (selected !== null && ids.includes(selected)) open(next)
          return true
        }
        default:
          if (ids.length === 0) return false
          desk.begin(act, act === 'handBack' || act === 'unread' ? ids.slice(0, 1) : ids)
          return true
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [order, selected, marks, letters, open, searchBox, composer, desk])
}

/** Arrows and Enter mean this only where nothing else takes them. */
function isHere(act: InboxAct, event: KeyboardEvent, target: HTMLElement) {
  if (event.key.startsWith('Arrow')) return target === document.body || target.closest('[role="list"]') !== null
  if (act === 'reply') return target === document.body || target.closest('[role="log"]') !== null
  return true
}
