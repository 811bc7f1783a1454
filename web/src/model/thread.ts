import type { LiveEvent, Message, MessageError, MessagePage, MessageStatus } from '~/api/types'
import { climb, isAbove } from './status'

interface StatusNews {
  status: MessageStatus
  error?: MessageError | null
  changedSeq: number
}

/** The messages of one conversation as far as they are loaded, and how far we know that nothing is missing. */
export interface Thread {
  /** Ascending by `seq`, no doubles. */
  messages: readonly Message[]
  /** Every event up to this number is in. */
  upTo: number
  /** Numbers that came in early, above `upTo + 1`: as long as there are any, something is missing. */
  ahead: ReadonlySet<number>
  /** Statuses of messages that are not loaded (yet). */
  early: ReadonlyMap<string, StatusNews>
  /** Where older history goes on, or null at the very beginning. */
  older: string | null
}

const none: ReadonlySet<number> = new Set()
const noNews: ReadonlyMap<string, StatusNews> = new Map()

/** A fresh snapshot: the newest page. */
export function startThread(page: MessagePage): Thread {
  return {
    messages: merge([], page.items),
    upTo: page.seq,
    ahead: none,
    early: noNews,
    older: page.next ?? null,
  }
}

/** A page of older history, put before what is there. */
export function addOlder(thread: Thread, page: MessagePage): Thread {
  return settle({ ...thread, messages: merge(thread.messages, page.items), older: page.next ?? null })
}

/** The answer to "everything after `upTo`"; `next` says that more of it follows. */
export function catchUp(thread: Thread, page: MessagePage): Thread {
  const oldest = thread.messages[0]?.seq ?? 0
  // A changed message from before the loaded history stays out: it comes with its page.
  const wanted = thread.older === null ? page.items : page.items.filter((m) => m.seq >= oldest)
  const reached = page.next ? lastChange(page.items, thread.upTo) : page.seq
  return settle(advance({ ...thread, messages: merge(thread.messages, wanted) }, reached))
}

/** One push of the hub. Repeats and disorder are normal. */
export function applyToThread(thread: Thread, event: LiveEvent): Thread {
  if (event.type === 'conversationChanged') return thread
  if (event.type === 'messageAdded') {
    const next = { ...thread, messages: merge(thread.messages, [event.message]) }
    return settle(note(next, event.seq))
  }

  const news = { status: event.status, error: event.error, changedSeq: event.seq }
  const known = thread.early.get(event.messageId)
  if (known && !isAbove(news.status, known.status)) return note(thread, event.seq)
  const early = new Map(thread.early).set(event.messageId, news)
  return settle(note({ ...thread, early }, event.seq))
}

/** True when a number between what we have and what we saw is missing. */
export const hasGap = (thread: Thread) => thread.ahead.size > 0

function note(thread: Thread, seq: number): Thread {
  if (seq <= thread.upTo || thread.ahead.has(seq)) return thread
  const ahead = new Set(thread.ahead).add(seq)
  return advance({ ...thread, ahead }, thread.upTo)
}

function advance(thread: Thread, reached: number): Thread {
  let upTo = Math.max(thread.upTo, reached)
  while (thread.ahead.has(upTo + 1)) upTo++
  if (upTo === thread.upTo) return thread
  const ahead = new Set([...thread.ahead].filter((seq) => seq > upTo))
  return { ...thread, upTo, ahead: ahead.size > 0 ? ahead : none }
}

function lastChange(items: readonly Message[], least: number) {
  return items.reduce((most, message) => Math.max(most, message.changedSeq), least)
}

/** Brings waiting statuses to the messages that have arrived meanwhile. */
function settle(thread: Thread): Thread {
  if (thread.early.size === 0) return thread
  const early = new Map(thread.early)
  let touched = false
  const messages = thread.messages.map((message) => {
    const news = early.get(message.id)
    if (!news) return message
    early.delete(message.id)
    if (!isAbove(news.status, message.status)) return message
    touched = true
    return {
      ...message,
      status: news.status,
      error: news.status === 'failed' ? (news.error ?? message.error) : null,
      changedSeq: Math.max(message.changedSeq, news.changedSeq),
    }
  })
  if (early.size === thread.early.size) return thread
  return { ...thread, messages: touched ? messages : thread.messages, early }
}

/** Both lists in the order of the server's numbers; of two versions of a message the newer, its status never lower. */
function merge(have: readonly Message[], add: readonly Message[]): readonly Message[] {
  if (add.length === 0) return have
  const last = have[have.length - 1]
  if (add.length === 1 && (!last || add[0]!.seq > last.seq)) return [...have, add[0]!]

  const bySeq = new Map(have.map((message) => [message.seq, message]))
  for (const message of add) {
    const known = bySeq.get(message.seq)
    bySeq.set(message.seq, known ? newer(known, message) : message)
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

function newer(known: Message, message: Message): Message {
  const fresh = message.changedSeq >= known.changedSeq ? message : known
  const status = climb(known.status, message.status)
  if (fresh === known && status === known.status) return known
  const error = status === 'failed' ? (fresh.error ?? known.error ?? message.error) : null
  return { ...fresh, status, error }
}
