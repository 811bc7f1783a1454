import { describe, expect, it } from 'vitest'
import type { DeskOutcome } from '~/api/types'
import { foresee, kindOf, orderBody, stepsBack } from './desk'
import { conversation } from './fixtures'

const luis = { id: '2', name: 'Luis' }
const before = (change: Partial<NonNullable<DeskOutcome['before']>> = {}) => ({
  status: 'open',
  owner: 'person' as const,
  queue: null,
  assignee: luis,
  snoozedUntil: null,
  labels: [],
  ...change,
})
const done = (id: number, change = {}): DeskOutcome => ({ id, outcome: 'done', before: before(change), detail: null })

describe('what is foreseen', () => {
  it('gives a conversation to somebody, and wakes it', () => {
    const asleep = conversation({ status: 'snoozed', snoozedUntil: '2026-12-01T09:00:00Z' })
    expect(foresee(asleep, { assign: { to: luis } })).toMatchObject({ owner: 'person', assignee: luis, status: 'open', snoozedUntil: null })
    expect(foresee(asleep, { assign: { queue: 'sales' } })).toMatchObject({ owner: 'queue', queue: 'sales', assignee: null })
    expect(foresee(conversation(), { assign: { to: null } }).owner).toBe('bot')
  })

  it('adds a label once and removes it', () => {
    const vip = conversation({ labels: ['vip', 'late'] })
    expect(foresee(vip, { labels: { add: ['vip', 'new'], remove: ['late'] } }).labels).toEqual(['vip', 'new'])
  })

  it('is told to the server as one action', () => {
    expect(orderBody({ assign: { to: null } }).assign).toEqual({ to: 'nobody', queue: null })
    expect(orderBody({ snooze: { until: null } })).toEqual({ assign: null, status: null, labels: null, snooze: { until: null } })
    expect(kindOf({ status: 'resolved' })).toBe('resolved')
  })
})

describe('stepping back', () => {
  it('opens what was resolved, and puts aside again what was put aside', () => {
    const steps = stepsBack({ status: 'resolved' }, [done(1), done(2, { status: 'snoozed', snoozedUntil: '2026-12-01T09:00:00Z' }), done(3)])
    expect(steps).toEqual([
      { ids: [1, 3], order: { status: 'open' } },
      { ids: [2], order: { snooze: { until: '2026-12-01T09:00:00Z' } } },
    ])
  })

  it('gives each back to whom it belonged: a person, a queue, the bot', () => {
    const steps = stepsBack({ assign: { to: { id: '9', name: 'Me' } } }, [
      done(1),
      done(2, { owner: 'queue', queue: 'sales', assignee: null }),
      done(3, { owner: 'bot', assignee: null }),
      done(4, { status: 'resolved' }),
    ])
    expect(steps).toEqual([
      { returned: 3 },
      { ids: [1, 4], order: { assign: { to: luis } } },
      { ids: [2], order: { assign: { queue: 'sales' } } },
      { ids: [4], order: { status: 'resolved' } },
    ])
  })

  it('takes away only labels that were not there, and leaves alone what was not done', () => {
    const order = { labels: { add: ['vip'], remove: ['late'] } }
    expect(stepsBack(order, [done(1, { labels: ['vip', 'late'] }), done(2), { ...done(3), outcome: 'unchanged' }])).toEqual([
      { ids: [1], order: { labels: { add: ['late'], remove: [] } } },
      { ids: [2], order: { labels: { add: [], remove: ['vip'] } } },
    ])
  })
})
