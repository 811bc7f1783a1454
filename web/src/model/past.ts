import type { MessagePage } from '~/api/types'
import { addOlder, startThread, type Thread } from './thread'

/** A stretch of history that is shown apart from the live end, because what lies between is not loaded. */
export interface Past {
  conversationId: number
  /** Its messages; `older` says where there are more before them. */
  thread: Thread
  /** It goes on towards the live end from this number. */
  newer: number
}

const onward = (page: MessagePage) => (page.next ? Number(page.next) : Infinity)

/** Around a message: the page before it, and the one that begins with it. */
export function openPast(conversationId: number, before: MessagePage, from: MessagePage): Past {
  // nothing pushed is missing in it: it has no live end
  const page = { items: [...before.items, ...from.items], next: before.next, seq: Number.MAX_SAFE_INTEGER }
  return { conversationId, thread: startThread(page), newer: onward(from) }
}

export const addNewer = (past: Past, page: MessagePage): Past => ({
  ...past,
  thread: addOlder(past.thread, { ...page, next: past.thread.older }),
  newer: onward(page),
})

/** Both in one once the past has reached the oldest of the live end; null as long as something lies between. */
export function joined({ thread, newer }: Past, live: Thread): Thread | null {
  const oldest = live.messages[0]?.seq ?? 0
  return newer >= oldest ? addOlder(live, { items: [...thread.messages], next: thread.older, seq: live.upTo }) : null
}

/** Whether a number lies within what is loaded: a message that is not in between then does not exist. */
export const holds = ({ messages }: Thread, seq: number) =>
  messages.length > 0 && seq >= messages[0]!.seq && seq <= messages[messages.length - 1]!.seq
