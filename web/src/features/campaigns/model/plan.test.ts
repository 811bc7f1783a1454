import { expect, test } from 'vitest'
import type { Known } from '../../rules/model'
import type { Campaign, Template } from '../types'
import { audienceOf } from './audience'
import { openingOf } from './opening'
import { emptyPlan, lacksOf, type Plan, planOf, requestOf, timeOf, usualQuiet } from './plan'

const known: Known = { fields: [], tags: ['vip'], flows: [], campaigns: [] }
const template = { id: '1', name: 'promo', language: 'es', category: 'UTILITY', parameterFormat: 'POSITIONAL', components: [{ type: 'BODY', text: 'Hi {{1}}' }] } as unknown as Template
const plan: Plan = {
  title: ' Promo ',
  channelId: 1,
  audience: { ...emptyPlan.audience, rule: { match: 'all', parts: [{ key: 1, attribute: 'tag', op: 'has', text: '', not: false }] }, messagedWithinDays: 7 },
  moreChannelIds: [2],
  message: { ...emptyPlan.message, name: 'promo', language: 'es', sources: { '1': { from: 'contact.name', text: '', fallback: 'you' } } },
  compare: { ...emptyPlan.compare, holdOut: 10 },
  goalNode: '',
  schedule: { ...emptyPlan.schedule, perSecond: 10, quiet: usualQuiet },
}

const stored = (request: NonNullable<ReturnType<typeof requestOf>>): Campaign =>
  ({ id: 5, state: 'draft', reason: null, detail: null, code: null, startsAt: null, createdBy: '1', createdAt: '', startedAt: null, endedAt: null, audienceSize: null, excluded: null, ...request }) as unknown as Campaign

test('a whole plan becomes what the server reads', () => {
  expect(requestOf(plan, known, [template])).toEqual({
    channelId: 1,
    moreChannelIds: [2],
    title: 'Promo',
    content: { kind: 'template', name: 'promo', language: 'es', parameters: [{ component: 'body', type: 'text', from: 'contact.name', fallback: 'you' }], preview: 'Hi {{1}}' },
    audience: { kind: 'rule', rule: { and: [{ attribute: 'tag', op: 'has', value: 'vip' }] }, exclude: { messagedWithinDays: 7, liveSession: false, broadcasts: [] } },
    liveSession: 'skip',
    perSecond: 10,
    safety: { percent: 20, after: 100 },
    quietHours: { from: '21:00', to: '09:00', clock: 'contact' },
    variants: null,
    holdOut: 10,
    goalNode: null,
    plannedStart: null,
  })
})

test('a stored draft comes back as the plan that it was made of', () => {
  const back = planOf(stored(requestOf(plan, known, [template])!), [template])
  expect(requestOf(back, known, [template])).toEqual(requestOf(plan, known, [template]))
})

test('nothing is written down while something is missing, and it is said what', () => {
  expect(requestOf({ ...plan, title: ' ' }, known, [template])).toBeNull()
  expect(requestOf({ ...plan, message: { ...plan.message, sources: {} } }, known, [template])).toBeNull()
  expect(lacksOf(emptyPlan, known, [], 0)).toEqual({ audience: ['title', 'channel', 'audience'], message: ['template'], schedule: [], review: ['title', 'channel', 'audience', 'template'] })
  expect(lacksOf({ ...plan, message: { ...plan.message, sources: {} } }, known, [template], 0).message).toEqual(['places'])
  expect(lacksOf(plan, known, [template], 0).review).toEqual([])
})

test('several messages are told apart by letters, the first being the campaign\u2019s own', () => {
  const two = { ...plan, compare: { weight: 3, others: [{ weight: 1, message: { ...plan.message, sources: { '1': { from: 'text', text: 'you', fallback: '' } } } }], holdOut: 0 } }
  const request = requestOf(two, known, [template])
  expect(request?.variants?.map(({ key, weight, content }) => [key, weight, content === null])).toEqual([['A', 3, true], ['B', 1, false]])
  expect(requestOf(planOf(stored(request!), [template]), known, [template])).toEqual(request)
  expect(requestOf({ ...two, compare: { ...two.compare, others: [{ weight: 1, message: emptyPlan.message }] } }, known, [template])).toBeNull()
  expect(lacksOf({ ...two, compare: { ...two.compare, others: [{ weight: 1, message: emptyPlan.message }] } }, known, [template], 0).message).toEqual(['template'])
})

test('quiet hours have two different times', () => {
  const loud = { ...plan, schedule: { ...plan.schedule, quiet: { ...usualQuiet, to: '21:00' } } }
  expect(lacksOf(loud, known, [template], 0).schedule).toEqual(['quiet'])
  expect(requestOf(loud, known, [template])).toBeNull()
})

test('a time must be to come', () => {
  const at = '2026-11-26T15:00'
  const later = { ...plan, schedule: { ...plan.schedule, when: 'at' as const, at } }
  expect(lacksOf(later, known, [template], timeOf(at) - 1).schedule).toEqual([])
  expect(lacksOf(later, known, [template], timeOf(at)).schedule).toEqual(['time'])
  expect(lacksOf({ ...later, schedule: { ...later.schedule, at: '' } }, known, [template], 0).schedule).toEqual(['time'])
})

test('nobody is no audience', () => {
  for (const kind of ['rule', 'segment', 'contacts', 'phones', 'other'] as const) expect(audienceOf({ ...emptyPlan.audience, kind }, known)).toBeNull()
  expect(audienceOf({ ...emptyPlan.audience, kind: 'all' }, known)).toEqual({ kind: 'all', exclude: null })
  expect(audienceOf({ ...emptyPlan.audience, rule: { match: 'all', parts: [{ key: 1, attribute: 'name', op: 'is', text: '', not: false }] } }, known)).toBeNull()
})

test('an audience that a program wrote stays as it is', () => {
  const audience = { kind: 'tags' as const, all: ['vip'] }
  const back = planOf(stored({ ...requestOf(plan, known, [template])!, audience }), [template])
  expect(back.audience.kind).toBe('other')
  expect(audienceOf(back.audience, known)).toMatchObject(audience)
})

test('a flow opens with a template only if all its first words are one', () => {
  const node = (id: string, type: string, data = {}) => ({ id, type, data })
  const edge = (source: string, target: string) => ({ source, target })
  const start = node('start', 'trigger')
  expect(openingOf({ nodes: [start, node('a', 'message', { useTemplate: true })], edges: [edge('start', 'a')] })).toBe('template')
  expect(openingOf({ nodes: [start, node('a', 'options')], edges: [edge('start', 'a')] })).toBe('window')
  expect(openingOf({ nodes: [start, node('c', 'condition'), node('a', 'message', { useTemplate: true }), node('b', 'ask')], edges: [edge('start', 'c'), edge('c', 'a'), edge('c', 'b')] })).toBe('window')
  expect(openingOf({ nodes: [start, node('d', 'delay')], edges: [edge('start', 'd'), edge('d', 'start')] })).toBe('silent')
})

test('a time that was chosen comes back with the draft, in whatever browser', () => {
  const at = '2026-11-26T15:00'
  const later = { ...plan, schedule: { ...plan.schedule, when: 'at' as const, at, localTime: true } }
  const request = requestOf(later, known, [template])!
  expect(request.plannedStart).toEqual({ at: new Date(at).toISOString(), localTime: true })
  expect(planOf(stored(request), [template]).schedule).toEqual(later.schedule)
})

test('a time that has passed, or is not chosen yet, never means now', () => {
  const back = (at: string) => planOf(stored(requestOf({ ...plan, schedule: { ...plan.schedule, when: 'at', at } }, known, [template])!), [template])
  expect(lacksOf(back('2026-11-26T15:00'), known, [template], timeOf('2026-11-26T15:01')).schedule).toEqual(['time'])
  expect(back('').schedule).toMatchObject({ when: 'at', at: '' })
  expect(lacksOf(back(''), known, [template], 0).schedule).toEqual(['time'])
})
