import type { Message } from '~/api/types'

/** A reply of ours that the server has not confirmed. Its client id is the command's id: every retry reuses it. */
export interface Pending {
  clientId: string
  conversationId: number
  text: string
  at: string
  /** `waiting`: no connection; `refused`: the server said no, `reason` tells why. */
  state: 'sending' | 'waiting' | 'refused'
  reason?: string
}

export type Outbox = readonly Pending[]

export const enqueue = (outbox: Outbox, reply: Pending): Outbox =>
  outbox.some((each) => each.clientId === reply.clientId) ? outbox : [...outbox, reply]

export const mark = (outbox: Outbox, clientId: string, state: Pending['state'], reason?: string): Outbox =>
  outbox.map((each) => (each.clientId === clientId ? { ...each, state, reason } : each))

export const discard = (outbox: Outbox, clientId: string): Outbox =>
  outbox.filter((each) => each.clientId !== clientId)

/** What is left once the server's own messages are known. */
export function confirm(outbox: Outbox, messages: readonly Message[]): Outbox {
  if (outbox.length === 0) return outbox
  const known = new Set(messages.map((message) => message.clientId))
  const left = outbox.filter((each) => !known.has(each.clientId))
  return left.length === outbox.length ? outbox : left
}

/** What a reload finds: nothing is on its way any more, all of it waits for its next try. */
export function restore(json: string | null): Outbox {
  if (!json) return []
  try {
    const kept: unknown = JSON.parse(json)
    if (!Array.isArray(kept)) return []
    return kept
      .filter((each): each is Pending => typeof each?.clientId === 'string' && typeof each?.text === 'string')
      .map((each) => (each.state === 'sending' ? { ...each, state: 'waiting' } : each))
  } catch {
    return []
  }
}
