import { describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '~/api/types'
import { applyToRows, endMeaning, endReading, markRead, markUnread, mean, putConversations, type Row, type Rows } from './conversations'
import { added, climbed, conversation, message, shuffled, shuffles, talk } from './fixtures'

const start = (change = {}) => putConversations(new Map(), [conversation(change)])
const listen = (rows: Rows, events: readonly LiveEvent[]) =>
  events.reduce((now, event) => applyToRows(now, [event]).rows, rows)
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
    expect(applyToRows(new Map(), [talk[0]!]).fetch).toEqual([7])
  })

  it('asks the server when a number is missing', () => {
    expect(applyToRows(start(), [talk[1]!]).fetch).toEqual([7])
    expect(applyToRows(start(), [talk[0]!]).fetch).toEqual([])
  })

  it('asks the server when it cannot know which message climbed', () => {
    const rows = start({ seq: 4, lastMessage: { kind: 'text', text: 'x', direction: 'outbound', status: 'sent', at: message(2).createdAt } })
    expect(applyToRows(rows, [climbed(5, 2, 'read')]).fetch).toEqual([7])
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

  it('believes that somebody made it new again, once the server knows what was read here', () => {
    const read = markRead(start({ seq: 12, unread: 3 }), 7, 12)
    const ended = endReading(read, 7, 12)
    expect(ended.doubted).toBe(false)
    expect(last(listen(ended.rows, [changed({ seq: 12, unread: 2, readSeq: 9 })]))).toMatchObject({ unread: 2, readSeq: 9 })
  })

  it('doubts what was read here when it was contradicted before the server knew', () => {
    const read = listen(markRead(start({ seq: 12, unread: 3 }), 7, 12), [changed({ seq: 12, unread: 2, readSeq: 9 })])
    expect(last(read).unread).toBe(0)
    expect(endReading(read, 7, 11)).toEqual({ rows: read, doubted: false })
    const ended = endReading(read, 7, 12)
    expect(ended.doubted).toBe(true)
    expect(last(listen(ended.rows, [changed({ seq: 12, unread: 2, readSeq: 9 })])).unread).toBe(2)
  })

  it('does not take back what was asked for here by an older word', () => {
    const meant = mean(start({ seq: 5 }), [7, 8], { key: 1, order: { status: 'resolved' } })
    expect(last(meant).status).toBe('resolved')
    const older = listen(meant, [changed({ seq: 6, status: 'open', labels: ['vip'] })])
    expect(last(older)).toMatchObject({ seq: 6, status: 'resolved', labels: ['vip'] })
    // with the word that has it, what comes later is true again
    const done = listen(older, [changed({ seq: 7, status: 'resolved' })])
    expect(endMeaning(done, [7], 1).doubted).toEqual([])
    expect(last(listen(done, [changed({ seq: 8, status: 'open' })])).status).toBe('open')
  })

  it('asks when no word has come that shows what was asked for', () => {
    const meant = listen(mean(start({ seq: 5 }), [7], { key: 1, order: { status: 'resolved' } }), [changed({ seq: 6, status: 'open' })])
    expect(endMeaning(meant, [7], 2)).toEqual({ rows: meant, doubted: [] })
    const ended = endMeaning(meant, [7], 1)
    expect(ended.doubted).toEqual([7])
    expect(last(listen(ended.rows, [changed({ seq: 6, status: 'open' })])).status).toBe('open')
  })

  it('shows two things that were asked for one after the other, whatever word comes between', () => {
    const ana = { id: '1', name: 'Ana' }
    const first = mean(start({ seq: 5 }), [7], { key: 1, order: { assign: { to: ana } } })
    const both = mean(first, [7], { key: 2, order: { assign: { to: null } } })
    // nobody has it in an older word either: that is not the second
    const older = listen(both, [changed({ seq: 6 })])
    const between = listen(older, [changed({ seq: 7, owner: 'person', assignee: ana })])
    expect(last(between).assignee).toBeNull()
    const done = listen(between, [changed({ seq: 8, owner: 'queue' })])
    expect(last(listen(done, [changed({ seq: 9, owner: 'person', assignee: ana })])).assignee).toEqual(ana)
  })

  it('takes no step down when a pushed conversation has not heard of the statuses', () => {
    const written = { kind: 'text', text: 'message 8', direction: 'outbound', status: 'queued', at: message(8).createdAt, seq: 8 } as const
    const read = listen(start({ seq: 8, lastMessage: written }), [climbed(9, 8, 'delivered'), climbed(10, 8, 'read')])
    const labelled = listen(read, [changed({ seq: 11, labels: ['vip'], lastMessage: written })])
    expect(last(labelled)).toMatchObject({ labels: ['vip'], lastMessage: { status: 'read' } })
    const answered = listen(labelled, [changed({ seq: 12, lastMessage: { ...written, seq: 12 } })])
    expect(last(answered).lastMessage!.status).toBe('queued')
  })

  it('asks for nothing that its own push brings in the same batch', () => {
    const sent = message(3, { direction: 'outbound', status: 'queued' })
    const told = (seq: number) => changed({ seq, lastMessage: { kind: 'text', text: sent.text, direction: 'outbound', status: 'queued', at: sent.createdAt, seq: 3 } })
    expect(applyToRows(new Map(), [added(sent), told(3)])).toMatchObject({ fetch: [], rows: new Map([[7, { lastSeq: 3 }]]) })
    expect(applyToRows(start({ seq: 1 }), [added(sent), told(3)]).fetch).toEqual([])
    // what became of an older reply is not in such a push
    expect(applyToRows(new Map(), [added(message(9, { direction: 'event' })), told(9)]).fetch).toEqual([7])
    expect(applyToRows(new Map(), [added(sent), climbed(4, 3, 'sent'), told(3)]).fetch).toEqual([7])
  })

  it('is copied once for a whole batch', () => {
    const rows = start()
    const copied = vi.spyOn(rows as Map<number, Row>, Symbol.iterator)
    applyToRows(rows, talk)
    expect(copied).toHaveBeenCalledTimes(1)
  })
})
