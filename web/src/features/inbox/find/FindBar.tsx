import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { stepFrom, termsOf } from '~/model/find'
import { IconButton } from '~/ui'
import { useTalkWords } from '../talk'
import css from './FindBar.module.css'
import type { Find } from './useFind'
import { useHits } from './useHits'

interface FindBarProps {
  id: number
  /** The newest message's number: what comes is looked through too. */
  newest: number
  /** The place whose history could not be fetched. */
  lost: number | null
  field: RefObject<HTMLInputElement | null>
  onFind: (find: Find | null) => void
  onClose: () => void
}

/** Where a key belongs to what has the focus. */
const busy = 'input, textarea, select, dialog, [role="dialog"], [role="menu"], [role="group"], [contenteditable]'

/** Looks for words in the whole conversation, and goes from one place to the next. */
export function FindBar({ id, newest, lost, field, onFind, onClose }: FindBarProps) {
  const words = useTalkWords().find
  const [typed, setTyped] = useState('')
  const [seq, setSeq] = useState<number | null>(null)
  const [turn, setTurn] = useState(0)
  const { hits, asking, failed, retry, older } = useHits(id, typed, newest)

  useLayoutEffect(() => field.current?.focus(), [field])

  // the newest one at once; a place that is still found stays
  useEffect(() => {
    if (hits && (seq === null || !hits.seqs.includes(seq))) setSeq(hits.seqs[0] ?? null)
  }, [hits, seq])
  const there = hits !== null && seq !== null && hits.seqs.includes(seq) ? seq : null
  const isLost = there !== null && there === lost
  useEffect(() => {
    onFind({ terms: termsOf(typed), seq: there, turn })
  }, [onFind, typed, there, turn])

  const step = async (by: 'older' | 'newer') => {
    if (failed) return retry()
    if (!hits) return
    if (isLost && by === 'older') return setTurn((now) => now + 1)
    let next = stepFrom(hits, there, by)
    if (next === null && by === 'older') {
      const more = await older()
      next = more && stepFrom(more, there, by)
    }
    if (next === null) return
    setSeq(next)
    // also when it is the one that is shown: somebody may have scrolled away
    setTurn((now) => now + 1)
  }

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.shiftKey || document.querySelector('dialog[open]') || (event.target as HTMLElement).closest(busy)) return
      event.preventDefault()
      event.stopPropagation()
      onClose()
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [onClose])

  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && event.target === field.current) void step(event.shiftKey ? 'newer' : 'older')
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const none = hits !== null && hits.seqs.length === 0
  const told = failed ? words.failed : asking ? words.asking : none ? words.none : isLost ? words.lost : hits && there !== null ? words.place(hits.seqs.indexOf(there) + 1, hits.total, hits.more) : ''
  const still = !failed && (!hits || none)
  return (
    <div className={css.bar} role="search" aria-label={words.title} data-testid="find-bar" onKeyDown={press}>
      <IconSearch size={16} aria-hidden />
      <input
        ref={field}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        data-testid="find-input"
        aria-label={words.title}
        placeholder={words.title}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <span role="status" className={css.place} data-none={none || failed || isLost || undefined} data-testid="find-place">
        {told}
      </span>
      <IconButton label={words.older} data-testid="find-older" disabled={still} onClick={() => void step('older')}>
        <IconChevronUp size={18} aria-hidden />
      </IconButton>
      <IconButton label={words.newer} data-testid="find-newer" disabled={still} onClick={() => void step('newer')}>
        <IconChevronDown size={18} aria-hidden />
      </IconButton>
      <IconButton label={words.close} tipSide="bottom-end" data-testid="find-close" onClick={onClose}>
        <IconX size={18} aria-hidden />
      </IconButton>
    </div>
  )
}
