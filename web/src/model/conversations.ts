import type { Conversation, LiveEvent, View } from '~/api/types'
import { climb } from './status'

/** One line of the list: the server's word, and the number of its last message when we saw that one arrive. */
export interface Row {
  readonly conversation: Conversation
  readonly lastSeq: number | null
}

export type Rows = ReadonlyMap<number, Row>

/** What a push asks of the list: new rows, and conversations that only the server can complete. */
export interface ListChange {
  rows: Rows
  fetch: number[]
}

/** Takes conversations as the server tells them; an older version never replaces a newer one. */
export function putConversations(rows: Rows, conversations: readonly Conversation[]): Rows {
  let next: Map<number, Row> | null = null
  for (const conversation of conversations) {
    const known = (next ?? rows).get(conversation.id)
    const row = known ? newer(known, conversation) : { conversation, lastSeq: null }
    if (row === known) continue
    next ??= new Map(rows)
    next.set(conversation.id, row)
  }
  return next ?? rows
}

/** Takes one push. Idempotent: doubles and late ones change nothing. */
export function applyToRows(rows: Rows, event: LiveEvent): ListChange {
  if (event.type === 'conversationChanged') return { rows: putConversations(rows, [event.conversation]), fetch: [] }

  const row = rows.get(event.conversationId)
  if (!row) return { rows, fetch: event.type === 'messageAdded' ? [event.conversationId] : [] }
  const { conversation } = row
  if (event.seq <= conversation.seq) return { rows, fetch: [] }

  // Something between is missing: show what we have, and ask for the rest.
  const fetch = event.seq > conversation.seq + 1 ? [conversation.id] : []
  const put = (changed: Partial<Conversation>, lastSeq: number | null) =>
    new Map(rows).set(conversation.id, { conversation: { ...conversation, ...changed, seq: event.seq }, lastSeq })

  if (event.type === 'messageAdded') {
    const { message } = event
    const unread = message.direction === 'inbound' && message.seq > conversation.readSeq ? 1 : 0
    const lastMessage = {
      kind: message.kind,
      seq: message.seq,
      text: message.text,
      direction: message.direction,
      status: message.status,
      at: message.createdAt,
    }
    const isEvent = message.direction === 'event'
    return {
      rows: put(
        { lastMessage: isEvent ? conversation.lastMessage : lastMessage, unread: conversation.unread + unread },
        isEvent ? row.lastSeq : message.seq,
      ),
      fetch,
    }
  }

  const last = conversation.lastMessage
  if (row.lastSeq === null) return { rows, fetch: [conversation.id] }
  if (!last || row.lastSeq !== event.messageSeq) return { rows: put({}, row.lastSeq), fetch }
  return { rows: put({ lastMessage: { ...last, status: climb(last.status, event.status) } }, row.lastSeq), fetch }
}

/** The unread mark goes at once; the server's answer only confirms it. */
export function markRead(rows: Rows, id: number, seq: number): Rows {
  const row = rows.get(id)
  if (!row || (row.conversation.unread === 0 && row.conversation.readSeq >= seq)) return rows
  const conversation = { ...row.conversation, unread: 0, readSeq: Math.max(seq, row.conversation.readSeq) }
  return new Map(rows).set(id, { ...row, conversation })
}

function newer(known: Row, conversation: Conversation): Row {
  const had = known.conversation
  if (conversation.seq < had.seq) return known
  const readHere = had.readSeq > conversation.readSeq
  const told = readHere ? { ...conversation, readSeq: had.readSeq, unread: had.unread } : conversation
  const sameLast = told.lastMessage?.at === had.lastMessage?.at
  return { conversation: told, lastSeq: sameLast ? known.lastSeq : null }
}

export function belongsTo(conversation: Conversation, view: View, me: number | string): boolean {
  switch (view) {
    case 'all':
      return true
    case 'bot':
      return conversation.owner === 'bot'
    case 'unassigned':
      return conversation.owner === 'queue' || (conversation.owner === 'person' && !conversation.assignee)
    case 'mine':
      return String(conversation.assignee?.id ?? '') === String(me)
  }
}

export const lastActivity = (conversation: Conversation) => conversation.lastMessage?.at ?? conversation.createdAt

/** The rows of a view, newest first; below `horizon` the server knows of more than we do, so nothing is shown there. */
export function listView(rows: Rows, view: View, me: number | string, horizon: string | null): number[] {
  const from = horizon === null ? -Infinity : Date.parse(horizon)
  const found: { id: number; at: number }[] = []
  for (const { conversation } of rows.values()) {
    if (!belongsTo(conversation, view, me)) continue
    const at = Date.parse(lastActivity(conversation))
    if (at >= from) found.push({ id: conversation.id, at })
  }
  return found.sort((a, b) => b.at - a.at || b.id - a.id).map((each) => each.id)
}
