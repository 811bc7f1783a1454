import type { Content, Message } from '~/api/types'

/** Somebody who is named in a note. */
export interface Mention {
  userId: string
  name: string
}

/** What is to be said: to the contact, or to the team. */
export type Say =
  | {
      type: 'reply'
      content: Content
      /** The wamid of the message that is quoted. */
      replyTo?: string
      /** A file that has to be brought to Meta first. */
      file?: Blob
      /** The number that the file is sent from. */
      channel: number
      /** Sent although somebody else is just replying. */
      force?: boolean
    }
  | { type: 'note'; text: string; mentions: readonly Mention[] }

/** Words, with a preview of the address in them, if there is one. */
export const textContent = (text: string): Extract<Content, { type: 'text' }> => ({ type: 'text', text, previewUrl: /https?:\/\/\S/i.test(text) })

/** Something of ours that the server has not confirmed. Its client id is the command's id: every retry reuses it. */
export interface Pending {
  clientId: string
  conversationId: number
  at: string
  say: Say
  /** `held`: may still be taken back; `waiting`: no connection; `refused`: the server said no, `reason` tells why. */
  state: 'held' | 'sending' | 'waiting' | 'refused'
  /** Until when it is held, in milliseconds. */
  until?: number
  reason?: string
  /** The last word of the problem's type, such as `window-closed`. */
  kind?: string
}

export type Outbox = readonly Pending[]

export const enqueue = (outbox: Outbox, reply: Pending): Outbox =>
  outbox.some((each) => each.clientId === reply.clientId) ? outbox : [...outbox, reply]

/** Changes one; what is not there stays not there. */
export const change = (outbox: Outbox, clientId: string, to: Partial<Pending>): Outbox =>
  outbox.map((each) => (each.clientId === clientId ? { ...each, ...to } : each))

export const discard = (outbox: Outbox, clientId: string): Outbox =>
  outbox.some((each) => each.clientId === clientId) ? outbox.filter((each) => each.clientId !== clientId) : outbox

/** What is left once the server's own messages are known. */
export function confirm(outbox: Outbox, messages: readonly Message[]): Outbox {
  if (outbox.length === 0) return outbox
  const known = new Set(messages.map((message) => message.clientId))
  const left = outbox.filter((each) => !known.has(each.clientId))
  return left.length === outbox.length ? outbox : left
}

/** What a reload finds, in the order of writing: nothing is on its way any more, all of it waits for its next try. */
export function restore(kept: readonly unknown[]): Outbox {
  return kept
    .filter(isPending)
    .map((each): Pending => (each.state === 'sending' ? { ...each, state: 'waiting' } : each))
    .sort((a, b) => a.at.localeCompare(b.at))
}

/** The next one of a conversation that may go: one that was refused or is held does not stop those behind it. */
export function nextToGo(outbox: Outbox, conversationId: number, now: number): Pending | undefined {
  return outbox.find(
    (each) => each.conversationId === conversationId && each.state !== 'refused' && !(each.state === 'held' && (each.until ?? 0) > now),
  )
}

function isPending(kept: unknown): kept is Pending {
  const each = kept as Partial<Pending> | null
  return typeof each?.clientId === 'string' && typeof each.conversationId === 'number' && typeof each.at === 'string' && each.say !== undefined
}
