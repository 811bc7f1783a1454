import type { Person, PresenceNews } from '~/api/types'

/** Somebody who is at a conversation. */
export interface Here {
  readonly person: Person
  readonly typing: boolean
  /** When we heard of it, by our own clock. */
  readonly at: number
}

/** Who is where; conversations without anybody are not in it. */
export type Presence = ReadonlyMap<number, readonly Here[]>

/** Heartbeats come every 20 s; who missed two is gone. */
export const goneAfter = 45_000

/** Takes one piece of news. The same again changes nothing but its time. */
export function place(presence: Presence, news: PresenceNews, now: number): Presence {
  const before = presence.get(news.conversationId) ?? []
  const others = before.filter((each) => each.person.id !== news.person.id)
  const known = before.find((each) => each.person.id === news.person.id)
  if (news.state === 'gone') return known ? put(presence, news.conversationId, others) : presence

  const here: Here = { person: news.person, typing: news.state === 'typing', at: now }
  const next = known ? before.map((each) => (each === known ? here : each)) : [...before, here]
  return put(presence, news.conversationId, next)
}

/** Without those of whom nothing was heard for too long; the same map when that is nobody. */
export function prune(presence: Presence, now: number): Presence {
  let next = presence
  for (const [id, all] of presence) {
    const left = all.filter((each) => now - each.at < goneAfter)
    if (left.length < all.length) next = put(next, id, left)
  }
  return next
}

function put(presence: Presence, id: number, all: readonly Here[]): Presence {
  const next = new Map(presence)
  if (all.length > 0) next.set(id, all)
  else next.delete(id)
  return next
}
