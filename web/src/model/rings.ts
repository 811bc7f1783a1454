import type { Conversation, LiveEvent, Person } from '~/api/types'

/** Something that asks for somebody's attention now. */
export interface Ring {
  kind: 'waiting' | 'given' | 'mine' | 'mention'
  conversation: Conversation
  /** Who mentioned. */
  by?: Person
  text: string
}

const justNow = 60_000

/** Whether a push rings for the one who is here: a person waits, a conversation was given, an own contact wrote, a note names. */
export function ringOf(before: Conversation | undefined, event: LiveEvent, me: number | string, now: number): Ring | null {
  const mine = (conversation: Conversation | undefined) => conversation?.assignee != null && String(conversation.assignee.id) === String(me)
  if (event.type === 'messageStatus') return null
  if (event.type === 'messageAdded') {
    const { message } = event
    if (!before || message.seq <= before.seq) return null
    if (message.content.type === 'note')
      return message.author.type === 'person' && message.author.userId !== String(me) && message.content.mentions.some((each) => each.userId === String(me))
        ? { kind: 'mention', conversation: before, by: { id: message.author.userId, name: message.author.name }, text: message.text }
        : null
    return message.direction === 'inbound' && mine(before) ? { kind: 'mine', conversation: before, text: message.text } : null
  }

  const { conversation } = event
  if (before && conversation.seq < before.seq) return null
  const text = conversation.lastMessage?.text ?? ''
  if (mine(conversation)) return before && !mine(before) ? { kind: 'given', conversation, text } : null
  if (conversation.owner !== 'queue' || conversation.assignee || conversation.status !== 'open') return null
  const isNew = before ? before.owner !== 'queue' : now - Date.parse(conversation.waitingSince ?? '') < justNow
  return isNew ? { kind: 'waiting', conversation, text } : null
}
