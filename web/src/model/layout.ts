import type { Content, Message } from '~/api/types'
import type { Pending } from './outbox'

/** One line of a thread as it is drawn. */
export type Item =
  | { type: 'day'; key: string; at: string }
  | { type: 'divider'; key: string; count: number }
  | { type: 'event'; key: string; message: Message }
  | {
      type: 'bubble'
      /** The client id where there is one, so that the server's echo takes the place of the optimistic bubble. */
      key: string
      message: Message
      first: boolean
      last: boolean
      /** The ids of the buttons or rows of this message that were tapped, separated by newlines. */
      chosen: string
      reactions: string
      /** The reaction that is ours, or nothing. */
      ourReaction: string
      /** The message that this one answers, as far as it is loaded. */
      quoted: Message | null
    }
  | { type: 'note'; key: string; message: Message; first: boolean }
  | { type: 'pending'; key: string; pending: Pending; first: boolean }

export interface LayoutOptions {
  /** The agent's read position when the conversation was opened, or null for no divider. */
  dividerAfter: number | null
  /** How far the conversation went then: what comes later is seen live and does not count as new. */
  dividerUpTo?: number
  day: (iso: string) => string
}

const groupWithin = 3 * 60_000

/** Turns messages into what is drawn: days, groups, the divider, reactions and taps at their places. */
export function layoutThread(
  messages: readonly Message[],
  pending: readonly Pending[],
  { dividerAfter, dividerUpTo = Infinity, day }: LayoutOptions,
): Item[] {
  const reactions = collectReactions(messages, pending)
  const chosen = collectChoices(messages)
  const byWamid = new Map(messages.filter((each) => each.wamid).map((each) => [each.wamid!, each]))
  const shown = messages.filter((message) => !isDrawnElsewhere(message, reactions))
  const items: Item[] = []
  let today = ''
  let divided = dividerAfter === null

  shown.forEach((message, index) => {
    const before = shown[index - 1]
    const date = day(message.createdAt)
    const newDay = date !== today
    if (newDay) items.push({ type: 'day', key: `day-${date}`, at: message.createdAt })
    today = date

    let dividing = false
    if (!divided && message.seq > dividerAfter! && message.direction === 'inbound') {
      divided = true
      // On top of everything it would separate nothing.
      dividing = index > 0
    }
    if (dividing) {
      const isNew = (each: Message) => each.seq > dividerAfter! && each.seq <= dividerUpTo
      const count = shown.filter((each) => each.direction === 'inbound' && isNew(each)).length
      items.push({ type: 'divider', key: 'divider', count })
    }

    const key = message.clientId ?? message.id
    const first = newDay || dividing || !before || !joins(before, message)
    if (message.content.type === 'note') {
      items.push({ type: 'note', key, message, first })
      return
    }
    if (isEventLine(message)) {
      items.push({ type: 'event', key: message.id, message })
      return
    }

    const after = shown[index + 1]
    const reacted = reactions.get(message.wamid ?? '')
    items.push({
      type: 'bubble',
      key,
      message,
      first,
      last: !after || !joins(message, after) || day(after.createdAt) !== date,
      chosen: chosen.get(message.seq) ?? '',
      reactions: reacted ? [...reacted.values()].filter(Boolean).join('') : '',
      ourReaction: reacted?.get('outbound') ?? '',
      quoted: (message.replyTo && byWamid.get(message.replyTo)) || null,
    })
  })

  const known = new Set(messages.map((message) => message.clientId).filter(Boolean))
  pending
    .filter((each) => !known.has(each.clientId) && !isReactionOnItsWay(each))
    .forEach((each, index) => items.push({ type: 'pending', key: each.clientId, pending: each, first: index === 0 }))
  return items
}

const isNote = ({ content }: Message) => content.type === 'note'
const isEventLine = (message: Message) => !isNote(message) && (message.direction === 'event' || message.content.type === 'system')

function joins(before: Message, after: Message) {
  if (isEventLine(before) || isEventLine(after) || isNote(before) !== isNote(after)) return false
  if (before.direction !== after.direction || speaker(before) !== speaker(after)) return false
  return Math.abs(Date.parse(after.createdAt) - Date.parse(before.createdAt)) < groupWithin
}

/** Who spoke; two steps of a bot are two speakers, because each carries its own caption. */
function speaker({ author }: Message): string {
  switch (author.type) {
    case 'contact':
      return 'contact'
    case 'bot':
      return `bot ${author.flowId} ${author.version} ${author.nodeId}`
    case 'person':
      return `person ${author.userId}`
    case 'broadcast':
      return `broadcast ${author.broadcastId}`
  }
}

type Reactions = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The last word of each side on each message: an empty emoji takes a reaction away. */
function collectReactions(messages: readonly Message[], pending: readonly Pending[]): Reactions {
  const wamids = new Set(messages.map((message) => message.wamid).filter(Boolean))
  const bySide = new Map<string, Map<string, string>>()
  for (const { content, direction } of messages) {
    if (content.type !== 'reaction' || !wamids.has(content.targetWamid)) continue
    const sides = bySide.get(content.targetWamid) ?? new Map<string, string>()
    bySide.set(content.targetWamid, sides.set(direction, content.emoji))
  }
  // One of ours that is on its way shows at once.
  for (const { say, state } of pending) {
    if (state === 'refused' || say.type !== 'reply' || say.content.type !== 'reaction') continue
    const { targetWamid, emoji } = say.content
    bySide.set(targetWamid, new Map(bySide.get(targetWamid)).set('outbound', emoji))
  }
  return bySide
}

const isReactionOnItsWay = ({ say, state }: Pending) => state !== 'refused' && say.type === 'reply' && say.content.type === 'reaction'

const isDrawnElsewhere = ({ content }: Message, reactions: Reactions) =>
  content.type === 'reaction' && reactions.has(content.targetWamid)

/** Which buttons and rows were tapped: each tap goes to the nearest earlier message that offers its id. */
function collectChoices(messages: readonly Message[]) {
  const chosen = new Map<number, string>()
  messages.forEach((message, index) => {
    if (message.content.type !== 'reply') return
    const { id } = message.content
    for (let i = index - 1; i >= 0; i--) {
      const offer = messages[i]!
      if (!offers(offer.content).includes(id)) continue
      const had = chosen.get(offer.seq)
      chosen.set(offer.seq, had ? `${had}\n${id}` : id)
      return
    }
  })
  return chosen
}

function offers(content: Content): string[] {
  if (content.type === 'buttons') return content.buttons.map((button) => button.id)
  if (content.type === 'list') return content.sections.flatMap((section) => section.rows.map((row) => row.id))
  return []
}
