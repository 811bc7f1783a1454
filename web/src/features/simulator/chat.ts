/** What the simulator tells of one phone's chat. `in` goes from the phone to the business, `out` comes to the phone. */
export interface ChatMessage {
  n: number
  id: string
  direction: 'in' | 'out'
  type: string
  text?: string | null
  buttons?: ChatButton[] | null
  list?: ChatList | null
  header?: string | null
  footer?: string | null
  template?: { name: string; language: string; parameters?: string[] } | null
  media?: { type: string; id?: string | null; link?: string | null; caption?: string | null; filename?: string | null } | null
  location?: { latitude: number; longitude: number; name?: string | null; address?: string | null } | null
  /** The address behind a link button; such a button has no id, because nobody is told of its tap. */
  url?: string | null
  form?: ChatForm | null
  contextId?: string | null
  at: string
  status: string
  /** Why it failed: Meta's code and words. */
  error?: string | null
}

/** A button without an id opens its address, if it has one: nobody is told of such a tap. */
export interface ChatButton {
  id: string
  title: string
  url?: string | null
}

/** A WhatsApp Flow that a button opens. */
export interface ChatForm {
  id?: string | null
  name?: string | null
  token: string
  cta: string
  action: string
  screen?: string | null
  data?: Record<string, unknown> | null
}

export interface ChatList {
  button: string
  sections: { title?: string | null; rows: { id: string; title: string; description?: string | null }[] }[]
}

export type Say =
  | { type: 'text'; text: string; to?: string }
  | { type: 'reply'; to: string; choice: string }
  | { type: 'location'; latitude: number; longitude: number }
  | { type: 'media'; mediaType: string; caption?: string; content?: string; mimeType?: string; filename?: string }
  | { type: 'contacts'; contacts: unknown[] }
  | { type: 'flow'; to: string; data: Record<string, unknown> }
  | { type: 'reaction'; to: string; emoji: string }
  | { type: 'delete'; to: string }

/** Something said that the simulator has not shown yet; `id` once it has answered. */
export interface Unsaid {
  key: string
  say: Say
  /** The words to show meanwhile. */
  text: string
  at: string
  id?: string
  failed?: boolean
}

export interface Chat {
  messages: readonly ChatMessage[]
  unsaid: readonly Unsaid[]
}

export const emptyChat: Chat = { messages: [], unsaid: [] }

const rungs: Record<string, number> = { pending: 0, accepted: 1, sent: 2, failed: 3, delivered: 4, read: 5, played: 6 }
const higher = (a: string, b: string) => ((rungs[b] ?? 0) > (rungs[a] ?? 0) ? b : a)

/** Messages in the order of their numbers, without doubles; a status never falls. */
export function hear(chat: Chat, news: readonly ChatMessage[]): Chat {
  if (news.length === 0) return chat
  const byId = new Map(chat.messages.map((message) => [message.id, message]))
  let unsaid = chat.unsaid
  for (const message of news) {
    const known = byId.get(message.id)
    byId.set(message.id, known ? { ...message, status: higher(known.status, message.status) } : message)
    if (!known && message.direction === 'in') unsaid = unsaid.filter(notThe(unsaid, message))
  }
  return { messages: [...byId.values()].sort((a, b) => a.n - b.n), unsaid }
}

/** The chat as it is now, all of it: what is not there any more was forgotten, or the simulator has begun anew. */
export function begin(chat: Chat, all: readonly ChatMessage[]): Chat {
  const ids = new Set(all.map((message) => message.id))
  const next = hear(chat, all)
  return { ...next, messages: next.messages.filter((message) => ids.has(message.id)) }
}

/** Taken by Meta, and never on the phone. */
export const isLost = (message: ChatMessage) => message.direction === 'out' && message.status === 'failed'

/** Finds what this message was said as: by id, or, when it comes before the answer with the id, by its words. */
function notThe(unsaid: readonly Unsaid[], message: ChatMessage) {
  const said =
    unsaid.find((each) => each.id === message.id) ??
    unsaid.find((each) => each.id === undefined && each.text === (message.text ?? ''))
  return (each: Unsaid) => each !== said
}

export function hearStatus(chat: Chat, id: string, status: string): Chat {
  const index = chat.messages.findIndex((message) => message.id === id)
  const message = chat.messages[index]
  if (!message) return chat
  const next = higher(message.status, status)
  if (next === message.status) return chat
  return { ...chat, messages: chat.messages.with(index, { ...message, status: next }) }
}

export const say = (chat: Chat, unsaid: Unsaid): Chat => ({ ...chat, unsaid: [...chat.unsaid, unsaid] })

export function answered(chat: Chat, key: string, id: string): Chat {
  const heard = chat.messages.some((message) => message.id === id)
  return {
    ...chat,
    unsaid: heard
      ? chat.unsaid.filter((each) => each.key !== key)
      : chat.unsaid.map((each) => (each.key === key ? { ...each, id } : each)),
  }
}

export const notSaid = (chat: Chat, key: string): Chat => ({
  ...chat,
  unsaid: chat.unsaid.map((each) => (each.key === key ? { ...each, failed: true } : each)),
})

export const takeBack = (chat: Chat, key: string): Chat => ({
  ...chat,
  unsaid: chat.unsaid.filter((each) => each.key !== key),
})

/** The choices already made: message id and choice title are all that the phone shows of them. */
export const repliesTo = (chat: Chat, id: string) =>
  chat.messages.filter((message) => message.direction === 'in' && message.contextId === id && message.type !== 'reaction')

/** The messages that are bubbles: reactions sit on another one, and a deletion takes away the words of another one. */
export const bubbles = (chat: Chat) =>
  chat.messages.filter((message) => message.type !== 'reaction' && message.type !== 'deleted')

/** The ids of what the person took back. */
export const deletedIn = (chat: Chat) =>
  new Set(chat.messages.flatMap((message) => (message.type === 'deleted' && message.contextId ? [message.contextId] : [])))
