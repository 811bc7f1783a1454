import type { Content, Conversation, LiveEvent, Message, MessageStatus } from '~/api/types'
import { type Pending, textContent } from './outbox'

/** Made-up talk for tests. */
export const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversationId: 7,
  seq,
  changedSeq: seq,
  direction: 'inbound',
  kind: 'text',
  text: `message ${seq}`,
  content: { type: 'text', text: `message ${seq}`, previewUrl: false },
  status: 'received',
  error: null,
  author: { type: 'contact' },
  createdAt: new Date(Date.UTC(2026, 10, 20, 12, seq)).toISOString(),
  clientId: null,
  resent: false,
  wamid: `wamid.${seq}`,
  replyTo: null,
  ...change,
})

export const conversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 7,
  contact: { id: 7, name: 'Ana Torres', phone: '5491140000001', bsuid: null, language: null, tags: [] },
  channel: { id: 1, title: 'Clínica Sur', number: '5491140000000', simulated: true },
  status: 'open',
  owner: 'bot',
  assignee: null,
  bot: null,
  windowClosesAt: null,
  lastMessage: null,
  unread: 0,
  readSeq: 0,
  seq: 0,
  createdAt: '2026-11-20T12:00:00.000Z',
  queue: null,
  labels: [],
  snoozedUntil: null,
  waitingSince: null,
  ...change,
})

export const added = (each: Message): LiveEvent => ({
  type: 'messageAdded',
  workspace: 'demo',
  conversationId: each.conversationId,
  seq: each.seq,
  message: each,
})

export const climbed = (seq: number, messageSeq: number, status: MessageStatus): LiveEvent => ({
  type: 'messageStatus',
  workspace: 'demo',
  conversationId: 7,
  seq,
  messageId: `m${messageSeq}`,
  messageSeq,
  status,
})

export const pendingReply = (clientId: string, content: Content = textContent(clientId)): Pending => ({
  clientId,
  conversationId: 7,
  at: '2026-11-20T12:00:00.000Z',
  say: { type: 'reply', content, channel: 1 },
  state: 'sending',
})

/** A talk of ten events: hi, the bot's answer climbing to read, a tap, the next answer climbing to delivered. */
export const talk: readonly LiveEvent[] = [
  added(message(1)),
  added(message(2, { direction: 'outbound', status: 'queued' })),
  climbed(3, 2, 'accepted'),
  climbed(4, 2, 'sent'),
  climbed(5, 2, 'delivered'),
  climbed(6, 2, 'read'),
  added(message(7)),
  added(message(8, { direction: 'outbound', status: 'queued' })),
  climbed(9, 8, 'sent'),
  climbed(10, 8, 'delivered'),
]

/** The same shuffles at every run: the order comes from a small generator with a given start. */
export function shuffled<T>(items: readonly T[], start: number): T[] {
  const result = [...items]
  let state = start * 2654435761 + 1
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = state % (i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

export const shuffles = Array.from({ length: 200 }, (_, start) => start)
