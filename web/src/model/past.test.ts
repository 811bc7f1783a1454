import { describe, expect, it } from 'vitest'
import { message } from './fixtures'
import { addNewer, holds, joined, openPast } from './past'
import { applyToThread, hasGap, startThread } from './thread'

const page = (seqs: number[], next: string | null = null) => ({ items: seqs.map((seq) => message(seq)), next, seq: 99 })
const past = openPast(1, page([11, 12], '11'), page([13, 14], '15'))
const live = startThread(page([90, 95], '90'))
const seqs = (of: { messages: readonly { seq: number }[] } | null) => of?.messages.map((each) => each.seq)

describe('a stretch of history', () => {
  it('is what lies before and from a message on', () => {
    expect(seqs(past.thread)).toEqual([11, 12, 13, 14])
    expect(past.thread.older).toBe('11')
    expect(holds(past.thread, 13)).toBe(true)
    expect(holds(past.thread, 90)).toBe(false)
  })

  it('grows towards the live end and is one with it when they meet', () => {
    expect(joined(past, live)).toBeNull()
    const more = addNewer(past, page([15, 40], '41'))
    expect(joined(more, live)).toBeNull()
    const all = joined(addNewer(more, page([41, 90], '91')), live)
    expect(seqs(all)).toEqual([11, 12, 13, 14, 15, 40, 41, 90, 95])
    expect(all).toMatchObject({ older: '11', upTo: 99 })
    expect(hasGap(all!)).toBe(false)
  })

  it('meets the live end also when the numbers between are no messages', () => {
    expect(seqs(joined(openPast(1, page([]), page([80], '90')), live))).toEqual([80, 90, 95])
    expect(seqs(joined(openPast(1, page([]), page([80])), live))).toEqual([80, 90, 95])
  })

  it('hears of statuses without missing anything for it', () => {
    const sent = openPast(1, page([]), { items: [message(13, { direction: 'outbound', status: 'sent', changedSeq: 14 })], next: '14', seq: 99 })
    const id = sent.thread.messages[0]!.id
    const next = applyToThread(sent.thread, { type: 'messageStatus', workspace: '1', conversationId: 1, seq: 120, messageId: id, messageSeq: 13, status: 'read', error: null })
    expect(next.messages[0]!.status).toBe('read')
    expect(hasGap(next)).toBe(false)
  })
})
