import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '~/api/types'
import { applyToRows, markRead, markUnread, putConversations, type Rows } from './conversations'
import { added, climbed, conversation, message, shuffled, shuffles, talk } from './fixtures'

const start = (change = {}) => putConversations(new Map(), [conversation(change)])
const listen = (rows: Rows, events: readonly LiveEvent[]) =>
  events.reduce((now, event) => applyToRows(now, event).rows, rows)
const changed = (change: object): LiveEvent => {
  const told = conversation(change)
  return { type: 'conversationChanged', workspace: 'demo', conversationId: 7, seq: told.seq, conversation: told }
}
const last = (rows: Rows) => rows.get(7)!.conversation

describe('the list', () => {
  it('shows the last message, its status and what is unread', () => {
    const rows = listen(start(), talk)
    expect(last(rows)).toMatchObject({ seq: 10, unread: 2, lastMessage: { text: 'message 8', status: 'delivered' } })
  })

  it('counts a doubled message once', () => {
    const rows = listen(start(), talk.flatMap((event) => [event, event]))
    expect(last(rows).unread).toBe(2)
  })

  it.each(shuffles)('agrees with the server in the end, in any order, doubled (%i)', (order) => {
    const final = changed({ seq: 10, unread: 2, lastMessage: { kind: 'text', text: 'message 8', direction: 'outbound', status: 'delivered', at: message(8).createdAt } })
    const rows = listen(start(), shuffled([...talk, ...talk, final, final], order))
    expect(last(rows)).toMatchObject({ seq: 10, unread: 2, lastMessage: { text: 'message 8', status: 'delivered' } })
  })

  it('keeps the newer of two versions', () => {
    const rows = listen(start({ seq: 9, owner: 'person' }), [changed({ seq: 8, owner: 'bot' })])
    expect(last(rows).owner).toBe('person')
  })

  it('asks the server for a conversation that it does not know', () => {
    expect(applyToRows(new Map(), talk[0]!).fetch).toEqual([7])
  })

  it('asks the server when a number is missing', () => {
    expect(applyToRows(start(), talk[1]!).fetch).toEqual([7])
    expect(applyToRows(start(), talk[0]!).fetch).toEqual([])
  })

  it('asks the server when it cannot know which message climbed', () => {
    const rows = start({ seq: 4, lastMessage: { kind: 'text', text: 'x', direction: 'outbound', status: 'sent', at: message(2).createdAt } })
    expect(applyToRows(rows, climbed(5, 2, 'read')).fetch).toEqual([7])
  })

  it('does not let the status of an older message change the preview', () => {
    const rows = listen(start(), [...talk.slice(0, 3), added(message(4, { direction: 'outbound', status: 'queued' })), climbed(5, 2, 'read')])
    expect(last(rows).lastMessage!.status).toBe('queued')
  })

  it('does not bring back what was read here', () => {
    const read = markRead(start({ seq: 5, unread: 3 }), 7, 5)
    expect(last(listen(read, [changed({ seq: 5, unread: 3, readSeq: 2 })])).unread).toBe(0)
    expect(last(listen(read, [changed({ seq: 6, unread: 1, readSeq: 5 })])).unread).toBe(1)
  })

  it('makes new again what was read', () => {
    const read = markRead(start({ seq: 5, unread: 3 }), 7, 5)
    expect(last(markUnread(read, 7, 4))).toMatchObject({ unread: 1, readSeq: 3 })
    expect(last(listen(markUnread(read, 7, 4), [changed({ seq: 5, unread: 2, readSeq: 3 })])).unread).toBe(2)
  })
})
