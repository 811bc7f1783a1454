import type { Conversation, LiveEvent, Message, MessageStatus } from '~/api/types'
import { foresee } from './desk'
import { layOver, type Meant } from './meant'
import { climb } from './status'

/** One line of the list: the server's word, and the number of its last message when that is known. */
export interface Row {
  readonly conversation: Conversation
  readonly lastSeq: number | null
  /** How far it was read here while the server may not know it yet, and whether it has said something else meanwhile. */
  readonly reading?: { readonly seq: number; readonly doubted: boolean }
  /** What was asked for here while no word of the server shows it: its older words do not take it back. */
  readonly meant?: readonly Meant[]
}

export type Rows = ReadonlyMap<number, Row>

/** What a push asks of the list: new rows, and conversations that only the server can complete. */
export interface ListChange {
  rows: Rows
  fetch: number[]
}

/** Takes conversations as the server tells them; an older version never replaces a newer one. */
export function putConversations(rows: Rows, conversations: readonly Conversation[]): Rows {
  const draft = new Draft(rows)
  conversations.forEach((each) => draft.put(each))
  return draft.rows
}

type Heard = (event: LiveEvent, before: Conversation | undefined) => void

/** Takes pushes. Idempotent: doubles and late ones change nothing. `heard` is told of each, and of how its conversation stood before it. */
export function applyToRows(rows: Rows, batch: readonly LiveEvent[], heard?: Heard): ListChange {
  const draft = new Draft(rows)
  for (const event of batch) {
    heard?.(event, draft.get(event.conversationId)?.conversation)
    draft.take(event)
  }
  return { rows: draft.rows, fetch: [...draft.lacking] }
}

/** Rows that a batch is written into: copied at its first change, and once for all of it. */
class Draft {
  /** What only the server can complete. */
  readonly lacking = new Set<number>()
  /** The last message that was heard of each conversation, as long as nothing was missed of it. */
  private readonly last = new Map<number, number>()
  private copy: Map<number, Row> | null = null

  constructor(private readonly before: Rows) {}

  get rows(): Rows {
    return this.copy ?? this.before
  }

  get(id: number) {
    return this.rows.get(id)
  }

  /** False when it is older than what is known. */
  put(conversation: Conversation): boolean {
    const known = this.get(conversation.id)
    if (known && conversation.seq < known.conversation.seq) return false
    this.set(known ? newer(known, conversation) : { conversation, lastSeq: conversation.lastMessage?.seq ?? null })
    return true
  }

  take(event: LiveEvent) {
    const id = event.conversationId
    if (event.type === 'conversationChanged') {
      if (this.put(event.conversation) && this.isWhole(event.conversation)) this.lacking.delete(id)
      return
    }
    if (event.type === 'messageAdded' && event.message.direction !== 'event') this.last.set(id, event.seq)

    const row = this.get(id)
    if (!row) {
      // the conversation itself is mostly right behind its message
      if (event.type === 'messageAdded') this.lacking.add(id)
      else this.last.delete(id)
      return
    }
    const { conversation } = row
    if (event.seq <= conversation.seq) return

    if (event.type === 'messageStatus' && row.lastSeq === null) {
      this.lacking.add(id)
      return
    }
    // Something between is missing: show what we have, and ask for the rest.
    if (event.seq > conversation.seq + 1) this.lacking.add(id)
    const changed = event.type === 'messageAdded' ? withMessage(row, event.message) : withStatus(row, event.messageSeq, event.status)
    this.set({ ...changed, conversation: { ...changed.conversation, seq: event.seq } })
  }

  /** A pushed conversation knows nothing of what became of a reply after it was written: only of one that was just written is it the whole truth. */
  private isWhole({ id, lastMessage }: Conversation) {
    return lastMessage?.direction !== 'outbound' || lastMessage.seq === this.last.get(id)
  }

  private set(row: Row) {
    this.copy ??= new Map(this.before)
    this.copy.set(row.conversation.id, row)
  }
}

function withMessage(row: Row, message: Message): Row {
  const { conversation } = row
  const unread = conversation.unread + (message.direction === 'inbound' && message.seq > conversation.readSeq ? 1 : 0)
  if (message.direction === 'event') return { ...row, conversation: { ...conversation, unread } }
  const { kind, seq, text, direction, status, createdAt } = message
  const lastMessage = { kind, seq, text, direction, status, at: createdAt }
  return { ...row, conversation: { ...conversation, lastMessage, unread }, lastSeq: seq }
}

function withStatus(row: Row, seq: number, status: MessageStatus): Row {
  const last = row.conversation.lastMessage
  if (!last || row.lastSeq !== seq) return row
  return { ...row, conversation: { ...row.conversation, lastMessage: { ...last, status: climb(last.status, status) } } }
}

/** The unread mark goes at once; until the server is known to have heard of it, nobody's older word brings it back. */
export function markRead(rows: Rows, id: number, seq: number): Rows {
  const row = rows.get(id)
  if (!row || (row.conversation.unread === 0 && row.conversation.readSeq >= seq)) return rows
  const conversation = { ...row.conversation, unread: 0, readSeq: Math.max(seq, row.conversation.readSeq) }
  return new Map(rows).set(id, { ...row, conversation, reading: { seq, doubted: row.reading?.doubted ?? false } })
}

/** From now on the server's word counts again. `doubted`: it said something else meanwhile, and is to be asked. */
export function endReading(rows: Rows, id: number, seq: number): { rows: Rows; doubted: boolean } {
  const row = rows.get(id)
  if (row?.reading?.seq !== seq) return { rows, doubted: false }
  return { rows: new Map(rows).set(id, { ...row, reading: undefined }), doubted: row.reading.doubted }
}

/** What was read is new again, from a message on. */
export function markUnread(rows: Rows, id: number, seq: number): Rows {
  const row = rows.get(id)
  if (!row) return rows
  const conversation = { ...row.conversation, unread: Math.max(1, row.conversation.unread), readSeq: seq - 1 }
  return new Map(rows).set(id, { ...row, conversation, reading: undefined })
}

/** What was asked for shows at once. */
export function mean(rows: Rows, ids: readonly number[], meant: Meant): Rows {
  const next = new Map(rows)
  for (const id of ids) {
    const row = rows.get(id)
    if (row) next.set(id, { ...row, conversation: foresee(row.conversation, meant.order), meant: [...(row.meant ?? []), meant] })
  }
  return next
}

/** From now on the server's word counts again, of one thing that was asked for or of all; those of which it has not come yet are to be asked for. */
export function endMeaning(rows: Rows, ids: readonly number[], key?: number): { rows: Rows; doubted: number[] } {
  const isOver = (meant: Meant) => key === undefined || meant.key === key
  const doubted = ids.filter((id) => rows.get(id)?.meant?.some(isOver))
  if (doubted.length === 0) return { rows, doubted }
  const next = new Map(rows)
  for (const id of doubted) {
    const row = rows.get(id)!
    next.set(id, { ...row, meant: some(row.meant!.filter((each) => !isOver(each))) })
  }
  return { rows: next, doubted }
}

function newer({ conversation: had, lastSeq, reading, meant }: Row, conversation: Conversation): Row {
  let told = conversation
  const last = told.lastMessage
  // Pushes of a conversation do not hear of statuses: of the same message the higher one is true.
  if (last && had.lastMessage && last.seq === lastSeq) told = { ...told, lastMessage: { ...last, status: climb(had.lastMessage.status, last.status) } }
  const { shown, left } = layOver(told, meant ?? [])
  const row: Row = { conversation: shown, lastSeq: last?.seq ?? null, reading, meant: some(left) }
  if (!reading || told.readSeq >= reading.seq) return row
  return { ...row, conversation: { ...shown, readSeq: had.readSeq, unread: had.unread }, reading: { ...reading, doubted: true } }
}

const some = (meant: readonly Meant[]) => (meant.length > 0 ? meant : undefined)
