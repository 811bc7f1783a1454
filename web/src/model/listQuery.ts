import type { Conversation, View } from '~/api/types'
import type { Rows } from './conversations'

export type Sort = 'newest' | 'waiting' | 'window'
export type Status = 'open' | 'resolved' | 'any'

/** Which conversations a list shows, and in which order. It is what the address says. */
export interface ListQuery {
  readonly view: View
  readonly sort: Sort
  readonly status: Status
  readonly queue?: string
  readonly label?: string
  readonly assignee?: string
  readonly search?: string
}

export const everything: ListQuery = { view: 'all', sort: 'newest', status: 'open' }

const views: readonly View[] = ['all', 'bot', 'unassigned', 'mine', 'snoozed']
const sorts: readonly Sort[] = ['newest', 'waiting', 'window']
const statuses: readonly Status[] = ['open', 'resolved', 'any']

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.includes(value as T) ? (value as T) : undefined
const word = (value: unknown) => (value === undefined || value === null || value === '' ? undefined : String(value).slice(0, 100))

/** What an address, or a saved view, asks for; what it does not know is left out. */
export function readQuery(from: Readonly<Record<string, unknown>>): ListQuery {
  return {
    view: oneOf(views, from.view) ?? 'all',
    sort: oneOf(sorts, from.sort) ?? 'newest',
    status: oneOf(statuses, from.status) ?? 'open',
    queue: word(from.queue),
    label: word(from.label),
    assignee: word(from.assignee),
    search: word(from.search),
  }
}

/** The same as short as it can be said. */
export function writeQuery(query: ListQuery): Partial<Record<keyof ListQuery, string>> {
  const told: Partial<Record<keyof ListQuery, string>> = {}
  for (const [key, value] of Object.entries(query) as [keyof ListQuery, string | undefined][])
    if (value !== undefined && value !== everything[key]) told[key] = value
  return told
}

export const queryKey = (query: ListQuery) => JSON.stringify(writeQuery(query), Object.keys(query).sort())
export const sameQuery = (a: ListQuery, b: ListQuery) => queryKey(a) === queryKey(b)

/** The query as the server takes it. A search looks in every view, and what is put aside is not asked how it stands. */
export function asked(query: ListQuery) {
  const { view, sort, status, queue, label, assignee, search } = query
  return {
    view: search ? ('all' as const) : view,
    sort,
    status: status === 'any' || (view === 'snoozed' && !search) ? undefined : status,
    queue,
    label,
    assignee,
    search: search || undefined,
  }
}

/** Whether a conversation is one of the list, as far as that can be told here: words are the server's business. */
export function belongsTo(conversation: Conversation, query: ListQuery, me: number | string): boolean {
  const { owner, assignee, status } = conversation
  const ask = asked(query)
  if (ask.status !== undefined && status !== ask.status) return false
  if (query.queue !== undefined && conversation.queue !== query.queue) return false
  if (query.label !== undefined && !conversation.labels.includes(query.label)) return false
  if (query.assignee !== undefined && assignee?.id !== query.assignee) return false
  switch (ask.view) {
    case 'all':
      return true
    case 'bot':
      return owner === 'bot'
    case 'unassigned':
      return owner !== 'bot' && !assignee
    case 'mine':
      return assignee !== null && assignee !== undefined && String(assignee.id) === String(me)
    case 'snoozed':
      return status === 'snoozed'
  }
}

export const lastActivity = (conversation: Conversation) => conversation.lastMessage?.at ?? conversation.createdAt

/** Where a conversation stands in an order, the smaller the nearer to the top; null when it has no place in it. */
export function placeOf(conversation: Conversation, sort: Sort, now: number): number | null {
  const { waitingSince, windowClosesAt } = conversation
  if (sort === 'newest') return -Date.parse(lastActivity(conversation))
  if (sort === 'waiting') return waitingSince ? Date.parse(waitingSince) : null
  const closes = windowClosesAt ? Date.parse(windowClosesAt) : 0
  return closes > now ? closes : null
}

/** The rows of a list; past `horizon` the server knows of more than we do, so nothing is shown there. */
export function listRows(rows: Rows, query: ListQuery, me: number | string, horizon: number | null, now: number): number[] {
  const found: { id: number; at: number }[] = []
  const sign = query.sort === 'newest' ? 1 : -1
  for (const { conversation } of rows.values()) {
    if (!belongsTo(conversation, query, me)) continue
    const at = placeOf(conversation, query.sort, now)
    if (at !== null && (horizon === null || at <= horizon)) found.push({ id: conversation.id, at })
  }
  return found.sort((a, b) => a.at - b.at || sign * (b.id - a.id)).map((each) => each.id)
}
