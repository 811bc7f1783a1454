import { describe, expect, it } from 'vitest'
import { added, climbed, message, shuffled, shuffles, talk } from './fixtures'
import { addOlder, applyToThread, catchUp, hasGap, startThread, type Thread } from './thread'

const empty = startThread({ items: [], next: null, seq: 0 })
const listen = (thread: Thread, events: readonly Parameters<typeof applyToThread>[1][]) =>
  events.reduce(applyToThread, thread)
const inShort = (thread: Thread) => thread.messages.map((each) => `${each.seq} ${each.status}`)
const whole = ['1 received', '2 read', '7 received', '8 delivered']

describe('a thread', () => {
  it('grows with what is pushed', () => {
    const thread = listen(empty, talk)
    expect(inShort(thread)).toEqual(whole)
    expect(thread.upTo).toBe(10)
    expect(hasGap(thread)).toBe(false)
  })

  it.each(shuffles)('ends the same in any order, doubled (%i)', (start) => {
    const thread = listen(empty, shuffled([...talk, ...talk], start))
    expect(inShort(thread)).toEqual(whole)
    expect(thread.upTo).toBe(10)
    expect(hasGap(thread)).toBe(false)
  })

  it('keeps a message as it is when news about it repeats', () => {
    const once = listen(empty, talk)
    expect(listen(once, talk).messages.every((each, index) => each === once.messages[index])).toBe(true)
  })

  it('sees that something between is missing', () => {
    const thread = listen(empty, [talk[0]!, talk[2]!])
    expect(hasGap(thread)).toBe(true)
    expect(thread.upTo).toBe(1)
  })

  it('closes a gap with what it fetches', () => {
    const behind = listen(empty, [talk[0]!, talk[6]!])
    const fetched = [message(2, { direction: 'outbound', status: 'read', changedSeq: 6 }), message(7)]
    const thread = catchUp(behind, { items: fetched, next: null, seq: 7 })
    expect(inShort(thread)).toEqual(['1 received', '2 read', '7 received'])
    expect(thread.upTo).toBe(7)
    expect(hasGap(thread)).toBe(false)
  })

  it('goes on from the last change it got while more of the answer follows', () => {
    const thread = catchUp(empty, { items: [message(1), message(2)], next: '2', seq: 10 })
    expect(thread.upTo).toBe(2)
  })

  it('never lets a late snapshot lower a status', () => {
    const thread = listen(empty, talk)
    const late = catchUp(thread, { items: [message(2, { direction: 'outbound', status: 'sent', changedSeq: 4 })], next: null, seq: 4 })
    expect(inShort(late)).toEqual(whole)
    expect(late.upTo).toBe(10)
  })

  it('lets delivered disprove failed, and keeps the reason only while it stands', () => {
    const failed = { ...climbed(3, 2, 'failed'), error: { code: 131026, title: 'x' } }
    const thread = listen(empty, [...talk.slice(0, 2), failed])
    expect(thread.messages[1]).toMatchObject({ status: 'failed', error: { code: 131026 } })
    expect(applyToThread(thread, climbed(4, 2, 'delivered')).messages[1]).toMatchObject({ status: 'delivered', error: null })
  })

  it('brings a status that came early to its message', () => {
    const thread = listen(empty, [talk[3]!, talk[0]!, talk[1]!])
    expect(inShort(thread)).toEqual(['1 received', '2 sent'])
  })

  it('puts older history before what is there, once', () => {
    const thread = startThread({ items: [message(5), message(6)], next: '5', seq: 6 })
    const page = { items: [message(3), message(4)], next: '3', seq: 6 }
    const more = addOlder(addOlder(thread, page), page)
    expect(more.messages.map((each) => each.seq)).toEqual([3, 4, 5, 6])
    expect(more.older).toBe('3')
  })

  it('leaves changes of messages above the loaded history to their page', () => {
    const thread = startThread({ items: [message(5)], next: '5', seq: 5 })
    const old = message(2, { direction: 'outbound', status: 'read', changedSeq: 6 })
    const next = catchUp(thread, { items: [old], next: null, seq: 6 })
    expect(next.messages.map((each) => each.seq)).toEqual([5])
    expect(next.upTo).toBe(6)
  })

  it('applies a status to old history when its page comes', () => {
    const thread = applyToThread(startThread({ items: [message(5)], next: '5', seq: 5 }), climbed(6, 2, 'read'))
    const page = { items: [message(2, { direction: 'outbound', status: 'sent' })], next: null, seq: 5 }
    expect(addOlder(thread, page).messages[0]!.status).toBe('read')
  })

  it('takes the server’s own version of a message that was pushed', () => {
    const thread = listen(empty, [added(message(1))])
    const edited = message(1, { changedSeq: 2, text: 'edited' })
    expect(catchUp(thread, { items: [edited], next: null, seq: 2 }).messages[0]!.text).toBe('edited')
  })
})
