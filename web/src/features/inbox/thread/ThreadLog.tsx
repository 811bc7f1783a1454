import { IconArrowDown } from '@tabler/icons-react'
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Conversation, Message } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { layoutThread } from '~/model/layout'
import type { Outbox } from '~/model/outbox'
import type { Thread } from '~/model/thread'
import type { Find } from '../find/useFind'
import { useMarked } from '../find/useMarked'
import { useReach } from '../find/useReach'
import { nameOf } from '../names'
import { useTalkWords } from '../talk'
import css from './ThreadLog.module.css'
import { nearEnd, type RowsHandle, ThreadRows } from './ThreadRows'
import { useJump } from './useJump'
import { useReading } from './useReading'
import { type ThreadWishes, useThreadActs } from './useThreadActs'
import { useThreadKeys } from './useThreadKeys'

interface ThreadLogProps {
  conversation: Conversation
  thread: Thread
  loadingOlder: boolean
  /** How far this person had read when it was opened. */
  position: number
  /** Whether this person may answer. */
  live: boolean
  wishes: ThreadWishes
  /** What is looked for in it. */
  find: Find | null
  /** The place that was found and whose history cannot be fetched, or null. */
  onLost: (seq: number | null) => void
  box: RefObject<HTMLDivElement | null>
  onMoreEmoji: (message: Message) => void
}

const noOutbox: Outbox = []
const olderWithin = 1200

/** The talk itself. What is being read never moves: neither for history above nor for news below. */
export const ThreadLog = memo(function ThreadLog({ conversation, thread, loadingOlder, position, live, wishes, find, onLost, box, onMoreEmoji }: ThreadLogProps) {
  const words = useWords()
  const talk = useTalkWords()
  const dates = useDates()
  const store = useInboxStore()
  const { id } = conversation
  const name = nameOf(conversation, words)
  const outbox = useInbox((state) => state.outbox, noOutbox)
  const pending = useMemo(() => outbox.filter((each) => each.conversationId === id), [outbox, id])

  const rows = useRef<RowsHandle>(null)
  const past = useInbox((state) => (state.past?.conversationId === id ? state.past : null), null)
  const leaps = useInbox((state) => state.leaps, 0)
  const [firstLeaps] = useState(leaps)
  const isPast = past !== null
  const shown = past?.thread ?? thread
  // Not before it is known where to begin: what was never in sight is not read.
  const [atEnd, setAtEnd] = useState(false)
  const newest = thread.messages[thread.messages.length - 1]?.seq ?? 0
  const { divider, unreadFrom } = useReading({ id, position, teamPosition: conversation.unread > 0 ? conversation.readSeq : 0, newest, atEnd })
  const items = useMemo(
    () => layoutThread(shown.messages, isPast ? noOutbox : pending, { dividerAfter: isPast ? null : divider.after, dividerUpTo: divider.upTo, day: dates.key }),
    [shown.messages, isPast, pending, divider, dates],
  )
  const itemsNow = useRef(items)
  useLayoutEffect(() => {
    itemsNow.current = items
  }, [items])

  const [seen, setSeen] = useState(newest)
  useEffect(() => {
    if (atEnd) setSeen(newest)
  }, [atEnd, newest])
  const below = atEnd ? 0 : thread.messages.filter((each) => each.seq > seen && each.direction !== 'event').length

  const toEnd = useCallback(() => (isPast ? store?.threads.toLive() : rows.current?.toEnd()), [isPast, store])
  // A reply of ours is always shown.
  const sent = pending.length
  const sentBefore = useRef(sent)
  useLayoutEffect(() => {
    if (sent > sentBefore.current) toEnd()
    sentBefore.current = sent
  }, [sent, toEnd])

  const loadOlder = useCallback(() => void store?.threads.loadOlder(id), [store, id])
  const [placedAt, setPlacedAt] = useState<number | null>(null)
  const placed = placedAt === leaps
  const onPlaced = useCallback(() => setPlacedAt(leaps), [leaps])
  const look = useCallback(() => {
    const element = box.current
    if (!element || !placed) return
    const below = element.scrollHeight - element.scrollTop - element.clientHeight
    setAtEnd(!isPast && below < nearEnd)
    if (element.scrollTop < olderWithin && shown.older !== null) loadOlder()
    if (isPast && below < olderWithin) void store?.threads.loadNewer(id)
  }, [placed, isPast, shown.older, loadOlder, store, id, box])
  useLayoutEffect(look, [look, items])

  // The end stays in sight when the composer grows.
  useEffect(() => {
    const element = box.current
    if (!element) return
    let wasAtEnd = true
    const notice = () => {
      wasAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    }
    const observer = new ResizeObserver(() => {
      if (wasAtEnd) element.scrollTop = element.scrollHeight
    })
    element.addEventListener('scroll', notice, { passive: true })
    observer.observe(element)
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', notice)
    }
  }, [box, leaps])

  const [reacting, setReacting] = useState<string | null>(null)
  const react = useCallback((key: string | null) => setReacting((now) => (now === key ? null : key)), [])
  useReach(id, find, rows, itemsNow, onLost)
  useMarked(box, find, leaps)
  const jump = useJump({ id, box, rows, items: itemsNow })
  const onClick = useThreadActs({ id, channel: conversation.channel.id, items: itemsNow, wishes, react, moreEmoji: onMoreEmoji, jump })
  const onKeyDown = useThreadKeys({ box, rows, items: itemsNow, react, unreadFrom })

  // Shift+Esc anywhere on the page: unread from the last word of the contact.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || !event.shiftKey) return
      const line = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-key]')?.dataset.key
      const item = itemsNow.current.findLast((each) => each.type === 'bubble' && (line ? each.key === line : each.message.direction === 'inbound'))
      if (item?.type !== 'bubble') return
      event.preventDefault()
      unreadFrom(item.message.seq)
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [unreadFrom])

  return (
    <div className={css.frame}>
      <ThreadRows
        key={leaps}
        log={{
          role: 'log',
          'aria-label': words.thread.log(name),
          'aria-relevant': 'additions',
          'aria-live': atEnd ? 'polite' : 'off',
          tabIndex: 0,
          onScroll: look,
          onClick,
          onKeyDown,
        }}
        begin={shown.older === null ? words.thread.start : null}
        handle={rows}
        box={box}
        items={items}
        name={name}
        live={live}
        reacting={reacting}
        isPast={isPast}
        beginAt={find?.seq ?? (leaps === firstLeaps ? null : 'end')}
        onPlaced={onPlaced}
      />
      {loadingOlder && <p className={css.top}>{words.thread.loadingOlder}</p>}
      {placed && !atEnd && (
        <button type="button" className={css.pill} data-testid="new-below" onClick={() => toEnd()} aria-label={words.thread.toBottom}>
          <IconArrowDown size={16} aria-hidden />
          {below > 0 ? words.thread.below(below) : isPast && talk.find.toNewest}
        </button>
      )}
    </div>
  )
})
