import { expect, test } from 'vitest'
import type { Known } from '../../rules/model'
import type { Sequence, Template } from '../types'
import { delayOf, emptySequence, firstStep, minutesOf, nextStep, sequenceLacks, sequencePlan, type SequencePlan, sequenceRequest } from './model'

const known: Known = { fields: [], tags: ['new'], flows: [], campaigns: [] }
const templates = [{ id: '1', name: 'hello', language: 'es', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] } as unknown as Template]
const message = { ...firstStep.message, name: 'hello', language: 'es' }
const plan: SequencePlan = {
  ...emptySequence,
  name: ' Welcome ',
  channelId: 1,
  byItself: true,
  enter: { ...emptySequence.enter, rule: { match: 'all', parts: [{ key: 1, attribute: 'tag', op: 'has', text: 'new', not: false }] } },
  steps: [{ ...firstStep, message }, { ...nextStep, message, amount: 3 }],
}

test('a delay is told in its largest whole unit', () => {
  for (const minutes of [0, 45, 60, 90, 1440, 4320, -2880]) expect(minutesOf(delayOf(minutes))).toBe(minutes)
  expect(delayOf(4320)).toEqual({ amount: 3, unit: 'day', before: false })
  expect(delayOf(90)).toEqual({ amount: 90, unit: 'minute', before: false })
  expect(delayOf(-120)).toEqual({ amount: 2, unit: 'hour', before: true })
})

test('a whole plan is written down, and comes back', () => {
  const request = sequenceRequest(plan, known, templates)!
  expect(request.name).toBe('Welcome')
  expect(request.steps.map(({ minutes, after }) => [minutes, after])).toEqual([[0, 'entry'], [4320, 'previous']])
  expect(request.enter).toMatchObject({ kind: 'rule' })
  const stored = { id: 1, state: 'draft', createdBy: '', createdAt: '', in: null, through: null, left: null, reasons: null, ...request } as unknown as Sequence
  expect(sequenceRequest(sequencePlan(stored, templates), known, templates)).toEqual(request)
})

test('what is missing is said', () => {
  expect(sequenceLacks(emptySequence, known, templates)).toEqual(['name', 'channel', 'steps'])
  expect(sequenceLacks({ ...plan, enter: emptySequence.enter }, known, templates)).toEqual(['enter'])
  expect(sequenceLacks({ ...plan, steps: [{ ...plan.steps[0]!, after: 'field' }] }, known, templates)).toEqual(['field'])
  expect(sequenceRequest({ ...plan, steps: [] }, known, templates)).toBeNull()
})
