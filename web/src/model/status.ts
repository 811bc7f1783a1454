import type { MessageStatus } from '~/api/types'

/** How high each status stands; a message only ever climbs (the server's StatusLadder). */
const rungs: Record<MessageStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 10,
  held: 11,
  sent: 20,
  failed: 25,
  delivered: 30,
  read: 40,
  played: 50,
  received: 100,
}

const rung = (status: MessageStatus) => rungs[status] ?? -1

export const climb = (current: MessageStatus, news: MessageStatus): MessageStatus =>
  rung(news) > rung(current) ? news : current

export const isAbove = (news: MessageStatus, current: MessageStatus) => rung(news) > rung(current)
