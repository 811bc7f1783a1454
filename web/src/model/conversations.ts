import type { Conversation, LiveEvent } from '~/api/types'
import { climb } from './status'

/** One line of the list: the server's word, and the number of its last message when that is known. */
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
    const row = known ? newer(known, conversation) : { conversation, lastSeq: conversation.lastMessage?.seq ?? null }
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

/** What was read is new again, from a message on. */
export function markUnread(rows: Rows, id: number, seq: number): Rows {
  const row = rows.get(id)
  if (!row) return rows
  const conversation = { ...row.conversation, unread: Math.max(1, row.conversation.unread), readSeq: seq - 1 }
  return new Map(rows).set(id, { ...row, conversation })
}

function newer(known: Row, conversation: Conversation): Row {
  const had = known.conversation
  if (conversation.seq < had.seq) return known
  const readHere = had.readSeq > conversation.readSeq
  const told = readHere ? { ...conversation, readSeq: had.readSeq, unread: had.unread } : conversation
  return { conversation: told, lastSeq: told.lastMessage?.seq ?? null }
}
