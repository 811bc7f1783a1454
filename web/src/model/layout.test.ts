import { describe, expect, it } from 'vitest'
import type { Message } from '~/api/types'
import { message, pendingReply } from './fixtures'
import { type Item, layoutThread } from './layout'
import type { Pending } from './outbox'

const day = (iso: string) => iso.slice(0, 10)
const lay = (messages: Message[], dividerAfter: number | null = null, pending: Pending[] = []) =>
  layoutThread(messages, pending, { dividerAfter, day })
const kinds = (items: Item[]) => items.map((item) => item.type).join(' ')
const bubbles = (items: Item[]) => items.filter((item) => item.type === 'bubble')
const bot = (nodeId: string) => ({ type: 'bot', flowId: 'f', version: 1, flowName: 'Welcome', nodeId, nodeName: null, sessionId: 's' }) as const

describe('the drawing of a thread', () => {
  it('begins each day with its name', () => {
    const next = message(2, { createdAt: '2026-11-21T09:00:00.000Z' })
    expect(kinds(lay([message(1), next]))).toBe('day bubble day bubble')
  })

  it('groups what one side says within three minutes', () => {
    const items = bubbles(lay([message(1), message(3), message(9), message(10, { direction: 'outbound', author: bot('a') })]))
    expect(items.map((item) => [item.first, item.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ])
  })

  it('gives each step of a bot its own caption', () => {
    const says = (seq: number, node: string) => message(seq, { direction: 'outbound', author: bot(node) })
    expect(bubbles(lay([says(1, 'a'), says(2, 'a'), says(3, 'b')])).map((item) => item.first)).toEqual([true, false, true])
  })

  it('draws the divider before the first new message, with their number', () => {
    const items = lay([message(1), message(2, { direction: 'outbound' }), message(3), message(4)], 2)
    expect(kinds(items)).toBe('day bubble bubble divider bubble bubble')
    expect(items.find((item) => item.type === 'divider')).toMatchObject({ count: 2 })
  })

  it('draws no divider where nothing was read before', () => {
    expect(kinds(lay([message(1), message(2)], 0))).toBe('day bubble bubble')
  })

  it('puts reactions on their message, the last word of each side', () => {
    const react = (seq: number, emoji: string) => message(seq, { content: { type: 'reaction', targetWamid: 'wamid.1', emoji } })
    expect(bubbles(lay([message(1), react(2, '👍'), react(3, '❤️')]))).toMatchObject([{ reactions: '❤️' }])
    expect(bubbles(lay([message(1), react(2, '👍'), react(3, '')]))).toMatchObject([{ reactions: '' }])
  })

  it('shows a reaction to a message that is not loaded as a line of its own', () => {
    const lost = message(2, { content: { type: 'reaction', targetWamid: 'wamid.old', emoji: '👍' } })
    expect(bubbles(lay([message(1), lost]))).toHaveLength(2)
  })

  it('marks the button that was tapped on the nearest message that offers it', () => {
    const offer = (seq: number) =>
      message(seq, { direction: 'outbound', content: { type: 'buttons', body: '?', buttons: [{ id: 'a', title: 'A' }] } })
    const tap = message(3, { content: { type: 'reply', source: 'button', id: 'a', title: 'A' } })
    expect(bubbles(lay([offer(1), offer(2), tap])).map((item) => item.chosen)).toEqual(['', 'a', ''])
  })

  it('keeps the place of an optimistic bubble when the server’s echo comes', () => {
    const pending: Pending = { ...pendingReply('c'), at: message(2).createdAt }
    const before = lay([message(1)], null, [pending])
    const after = lay([message(1), message(2, { direction: 'outbound', clientId: 'c' })], null, [pending])
    expect(before[before.length - 1]!.key).toBe('c')
    expect(after.map((item) => item.key).filter((key) => key === 'c')).toHaveLength(1)
  })

  it('brings the message that is quoted, when it is loaded', () => {
    const items = bubbles(lay([message(1), message(2, { replyTo: 'wamid.1' }), message(3, { replyTo: 'wamid.old' })]))
    expect(items.map((item) => item.quoted?.id ?? null)).toEqual([null, 'm1', null])
  })

  it('shows a reaction of ours before the server has it, and lets it go when it is refused', () => {
    const react = pendingReply('r', { type: 'reaction', targetWamid: 'wamid.1', emoji: '👍' })
    expect(bubbles(lay([message(1)], null, [react]))).toMatchObject([{ reactions: '👍', ourReaction: '👍' }])
    expect(kinds(lay([message(1)], null, [react]))).toBe('day bubble')
    expect(kinds(lay([message(1)], null, [{ ...react, state: 'refused' }]))).toBe('day bubble pending')
  })

  it('draws a note apart from what the contact sees', () => {
    const note = message(2, { direction: 'event', kind: 'note', content: { type: 'note', text: 'vip', mentions: [] } })
    expect(kinds(lay([message(1), note, message(3)]))).toBe('day bubble note bubble')
  })
})
