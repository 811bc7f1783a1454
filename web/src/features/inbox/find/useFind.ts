import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '~/app/keys/board'
import { useTalkWords } from '../talk'
import { findEvent } from './ask'

/** What is looked for in the thread, and which place is shown. */
export interface Find {
  terms: readonly string[]
  seq: number | null
  /** Counts up when the place is to be shown once more. */
  turn: number
}

/** Opens and closes the find bar; what had the focus gets it back. */
export function useFind(fallback: RefObject<HTMLElement | null>) {
  const words = useTalkWords().find
  const [isOpen, setOpen] = useState(false)
  const [find, setFind] = useState<Find | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const before = useRef<HTMLElement | null>(null)

  const open = useCallback(() => {
    if (field.current) {
      // once more in the field: that is for the browser's own search
      if (document.activeElement === field.current) return false
      field.current.focus()
      field.current.select()
      return
    }
    before.current = document.activeElement as HTMLElement | null
    setOpen(true)
  }, [])
  const close = useCallback(() => {
    setOpen(false)
    setFind(null)
    const back = before.current
    before.current = null
    requestAnimationFrame(() => (back?.isConnected && back !== document.body ? back : fallback.current)?.focus())
  }, [fallback])

  useShortcuts(
    words.conversation,
    useMemo(() => [{ keys: 'Ctrl+F', say: words.title, run: open }], [words, open]),
  )
  useEffect(() => {
    const onAsk = () => void open()
    window.addEventListener(findEvent, onAsk)
    return () => window.removeEventListener(findEvent, onAsk)
  }, [open])

  return { isOpen, find, setFind, field, close }
}
