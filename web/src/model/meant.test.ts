import { describe, expect, it } from 'vitest'
import { foresee, isAs, type Order } from './desk'
import { conversation } from './fixtures'
import { layOver } from './meant'

const ana = { id: '1', name: 'Ana' }
const until = '2026-12-01T09:00:00.000Z'
const orders: Order[] = [
  { status: 'resolved' },
  { status: 'open' },
  { snooze: { until } },
  { snooze: { until: null } },
  { labels: { add: ['vip'], remove: [] } },
  { labels: { add: [], remove: ['old'] } },
  { assign: { to: ana } },
  { assign: { to: null } },
  { assign: { queue: 'support' } },
]
const stood = [
  conversation({ labels: ['old'] }),
  conversation({ status: 'snoozed', snoozedUntil: null, owner: 'person', assignee: { id: '2', name: 'Bob' } }),
  conversation({ status: 'resolved', owner: 'queue', queue: 'sales', labels: ['vip'] }),
]

describe('what was asked for', () => {
  it.each(orders)('is there once it is foreseen: %j', (order) => {
    for (const each of stood) expect(isAs(foresee(each, order), order)).toBe(true)
  })

  it.each(orders)('is not there while the server shows something else: %j', (order) => {
    expect(stood.some((each) => !isAs(each, order))).toBe(true)
  })

  it('is there when the server writes the same time in another way', () => {
    expect(isAs(conversation({ status: 'snoozed', snoozedUntil: '2026-12-01T09:00:00+00:00' }), { snooze: { until } })).toBe(true)
  })

  it('is there when the queue has given it to somebody at once', () => {
    const given = conversation({ owner: 'person', queue: 'support', assignee: ana })
    expect(layOver(given, [{ key: 1, order: { assign: { queue: 'support' } } }])).toEqual({ shown: given, left: [] })
  })

  it('lies over a word that does not have it', () => {
    const meant = [{ key: 1, order: { status: 'resolved' } as const }, { key: 2, order: { labels: { add: ['vip'], remove: [] } } }]
    const { shown, left } = layOver(conversation(), meant)
    expect(shown).toMatchObject({ status: 'resolved', labels: ['vip'] })
    expect(left).toEqual(meant)
    expect(layOver(conversation({ status: 'resolved' }), meant).left).toEqual([meant[1]])
  })
})
