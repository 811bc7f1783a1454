import { describe, expect, it } from 'vitest'
import { shuffled, shuffles } from '~/model/fixtures'
import { answered, begin, bubbles, type Chat, type ChatMessage, deletedIn, emptyChat, hear, hearStatus, isLost, notSaid, say, type Unsaid } from './chat'

const message = (n: number, change: Partial<ChatMessage> = {}): ChatMessage => ({
  n,
  id: `w${n}`,
  direction: n % 2 ? 'in' : 'out',
  type: 'text',
  text: `text ${n}`,
  at: '2026-11-20T12:00:00Z',
  status: 'sent',
  ...change,
})
const unsaid = (key: string, text: string): Unsaid => ({ key, text, say: { type: 'text', text }, at: '2026-11-20T12:00:00Z' })
const news = [
  (chat: Chat) => hear(chat, [message(1)]),
  (chat: Chat) => hear(chat, [message(2), message(3)]),
  (chat: Chat) => hear(chat, [message(1), message(2, { status: 'read' }), message(3)]),
]

describe('a phone’s chat', () => {
  it.each(shuffles.slice(0, 30))('ends the same in any order, doubled (%i)', (start) => {
    const chat = shuffled([...news, ...news], start).reduce((now, step) => step(now), emptyChat)
    expect(chat.messages.map((each) => `${each.n} ${each.status}`)).toEqual(['1 sent', '2 read', '3 sent'])
  })

  it('never lowers a status', () => {
    const chat = hear(emptyChat, [message(2, { status: 'read' })])
    expect(hearStatus(chat, 'w2', 'delivered')).toBe(chat)
  })

  it('shows what was said once, whether the event or the answer comes first', () => {
    const said = say(emptyChat, unsaid('k', 'hi'))
    const eventFirst = answered(hear(said, [message(1, { text: 'hi' })]), 'k', 'w1')
    const answerFirst = hear(answered(said, 'k', 'w1'), [message(1, { text: 'hi' })])
    for (const chat of [eventFirst, answerFirst]) {
      expect(chat.unsaid).toEqual([])
      expect(chat.messages).toHaveLength(1)
    }
  })

  it('takes one of two equal texts away for each message that arrives', () => {
    const twice = say(say(emptyChat, unsaid('a', 'hi')), unsaid('b', 'hi'))
    expect(hear(twice, [message(1, { text: 'hi' })]).unsaid.map((each) => each.key)).toEqual(['b'])
  })

  it('keeps what could not be sent', () => {
    expect(notSaid(say(emptyChat, unsaid('a', 'hi')), 'a').unsaid[0]).toMatchObject({ failed: true })
  })
})

describe('a chat that is told anew', () => {
  it('has only what is told, and the highest status of it', () => {
    const before = hear(emptyChat, [message(1), message(2, { status: 'read' }), message(3, { id: 'gone' })])
    const now = begin(before, [message(1), message(2, { status: 'sent' })])
    expect(now.messages.map((each) => `${each.id} ${each.status}`)).toEqual(['w1 sent', 'w2 read'])
  })

  it('begins with n 1 again after a reset', () => {
    const before = hear(emptyChat, [message(1), message(2)])
    expect(begin(before, [message(1, { id: 'new' })]).messages.map((each) => each.id)).toEqual(['new'])
    expect(begin(before, []).messages).toEqual([])
  })

  it('keeps what is just being said, also when the same was said before', () => {
    const before = say(hear(emptyChat, [message(1, { text: 'hi' })]), unsaid('a', 'hi'))
    expect(begin(before, [message(1, { text: 'hi' })]).unsaid).toHaveLength(1)
  })
})

describe('what is shown of a chat', () => {
  const reaction = message(3, { type: 'reaction', contextId: 'w2', text: '👍' })
  const deletion = message(5, { type: 'deleted', contextId: 'w1' })
  const chat = hear(emptyChat, [message(1), message(2), reaction, deletion])

  it('is bubbles: no reactions and no deletions', () => {
    expect(bubbles(chat).map((each) => each.id)).toEqual(['w1', 'w2'])
  })

  it('knows what was taken back', () => {
    expect([...deletedIn(chat)]).toEqual(['w1'])
  })

  it('has nothing that did not reach the phone', () => {
    expect(isLost(message(2, { status: 'failed' }))).toBe(true)
    expect(isLost(message(1, { status: 'failed' }))).toBe(false)
    expect(isLost(message(2, { status: 'sent' }))).toBe(false)
  })
})
