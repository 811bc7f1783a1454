import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Conversation } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { type Item, layoutThread } from '~/model/layout'
import type { Outbox } from '~/model/outbox'
import type { Thread } from '~/model/thread'
import { Bubble, PendingBubble } from './Bubble'
import { nameOf } from './names'
import css from './ThreadLog.module.css'
import { useReadingPlace } from './useReadingPlace'

interface ThreadLogProps {
  conversation: Conversation
  thread: Thread
  loadingOlder: boolean
}

const noOutbox: Outbox = []
const olderWithin = 600

/** The talk itself. What is being read never moves: neither for history above nor for news below. */
export function ThreadLog({ conversation, thread, loadingOlder }: ThreadLogProps) {
  const words = useWords()
  const dates = useDates()
  const store = useInboxStore()
  const { id } = conversation
  const outbox = useInbox((state) => state.outbox, noOutbox)
  const pending = useMemo(() => outbox.filter((each) => each.conversationId === id), [outbox, id])

  // The divider stays where it was when the conversation was opened.
  const [{ dividerAfter, dividerUpTo }] = useState(() => ({
    dividerAfter: conversation.unread > 0 ? conversation.readSeq : null,
    dividerUpTo: conversation.seq,
  }))
  const items = useMemo(
    () => layoutThread(thread.messages, pending, { dividerAfter, dividerUpTo, day: dates.key }),
    [thread.messages, pending, dividerAfter, dividerUpTo, dates],
  )

  const box = useRef<HTMLDivElement>(null)
  const { atEnd, toEnd, onScroll } = useReadingPlace(box, items)
  const newest = thread.messages[thread.messages.length - 1]?.seq ?? 0
  const [seen, setSeen] = useState(newest)
  useEffect(() => {
    if (atEnd) setSeen(newest)
  }, [atEnd, newest])
  const below = atEnd ? 0 : thread.messages.filter((each) => each.seq > seen && each.direction !== 'event').length

  const lastInbound = thread.messages.findLast((each) => each.direction === 'inbound')?.seq ?? 0
  const unread = conversation.unread > 0 || lastInbound > conversation.readSeq
  useEffect(() => {
    if (!atEnd || !unread || newest === 0) return
    const read = () => {
      if (!document.hidden) store?.read(id, newest)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [atEnd, unread, newest, store, id])

  // A reply of ours is always shown.
  const sent = pending.length
  const sentBefore = useRef(sent)
  useLayoutEffect(() => {
    if (sent > sentBefore.current) toEnd()
    sentBefore.current = sent
  }, [sent, toEnd])

  const loadOlder = useCallback(() => void store?.loadOlder(id), [store, id])
  useEffect(() => {
    const element = box.current
    if (element && thread.older !== null && element.scrollHeight <= element.clientHeight + olderWithin) loadOlder()
  }, [thread, loadOlder])

  return (
    <div className={css.frame}>
      <div
        ref={box}
        className={css.log}
        role="log"
        aria-label={words.thread.log(nameOf(conversation, words))}
        aria-relevant="additions"
        tabIndex={0}
        onScroll={() => {
          onScroll()
          if (box.current && box.current.scrollTop < olderWithin && thread.older !== null) loadOlder()
        }}
      >
        <p className={css.top}>
          {thread.older === null ? words.thread.start : loadingOlder ? words.thread.loadingOlder : ''}
        </p>
        {items.map((item) => (
          <Line
            key={item.key}
            item={item}
            onRetry={(clientId) => store?.retry(clientId)}
            onDiscard={(clientId) => store?.discard(clientId)}
          />
        ))}
      </div>
      {!atEnd && (
        <button type="button" className={css.pill} data-testid="new-below" onClick={toEnd} aria-label={words.thread.toBottom}>
          <IconArrowDown size={16} aria-hidden />
          {below > 0 && words.thread.below(below)}
        </button>
      )}
    </div>
  )
}

interface LineProps {
  item: Item
  onRetry: (clientId: string) => void
  onDiscard: (clientId: string) => void
}

function Line({ item, onRetry, onDiscard }: LineProps) {
  const words = useWords()
  const dates = useDates()
  switch (item.type) {
    case 'day':
      return (
        <p className={css.day} data-key={item.key}>
          <span>{dates.day(item.at)}</span>
        </p>
      )
    case 'divider':
      return (
        <p className={css.divider} data-key={item.key} data-testid="divider">
          <span>{words.thread.newMessages(item.count)}</span>
        </p>
      )
    case 'event':
      return (
        <p className={css.event} data-key={item.key} data-testid="event-line">
          {item.message.text || words.kinds[item.message.kind] || item.message.kind}
          <time dateTime={item.message.createdAt}> · {dates.time(item.message.createdAt)}</time>
        </p>
      )
    case 'bubble':
      return <Bubble item={item} words={words} dates={dates} />
    case 'pending':
      return (
        <PendingBubble
          pending={item.pending}
          itemKey={item.key}
          first={item.first}
          words={words}
          dates={dates}
          onRetry={onRetry}
          onDiscard={onDiscard}
        />
      )
  }
}
