import { expect, test } from 'vitest'
import type { Progress } from '../types'
import { areaOf, pathOf, pointsOf, spread } from './curve'
import { addSample, doneShare, fates, funnelOf, limiterOf, newer, niceTop, paceOf, retryable, type Sample, secondsLeft } from './report'
import { durationOf, reached, typedRight, unitsOf } from './spend'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString()
const progress = (more: Partial<Progress> = {}): Progress =>
  ({
    workspace: 'demo', id: 1, state: 'running', reason: null, detail: null, audience: 100, waiting: 40, inFlight: 5, accepted: 48, delivered: 40, read: 20, failed: 4, skipped: 2, unknown: 1,
    perSecond: 10, failures: [{ code: 131026, title: 'no', count: 3, retryable: true }, { code: 130472, title: 'no', count: 1, retryable: false }], skips: [], at: at(0), ...more,
  }) as Progress

test('the fates add up to the audience', () => {
  expect(fates.reduce((sum, fate) => sum + progress()[fate], 0)).toBe(100)
  expect(doneShare(progress())).toBe(0.55)
  expect(doneShare(progress({ audience: 0, waiting: 0, inFlight: 0 }))).toBe(0)
})

test('the funnel has a bar for each stage, and a goal where there is one', () => {
  const bars = funnelOf(progress({ replied: 4, clicked: 0, goal: 0 }))
  expect(bars.map(({ key }) => key)).toEqual(['planned', 'accepted', 'delivered', 'read', 'replied', 'clicked'])
  expect(funnelOf(progress({ goal: 2 })).map(({ key }) => key)).toContain('goal')
  expect(bars[4]).toEqual({ key: 'replied', count: 4, share: 0.04, of: 'delivered', ofShare: 0.1 })
})

test('samples never go back in time, come at most once a second, and stay few', () => {
  let samples: readonly Sample[] = []
  samples = addSample(samples, progress({ at: at(1) }))
  samples = addSample(samples, progress({ at: at(0) }))
  samples = addSample(samples, progress({ at: at(1) }))
  expect(samples).toHaveLength(1)
  samples = addSample(samples, progress({ at: at(3), accepted: 68 }))
  expect(samples[1]!.perSecond).toBe(10)
  for (let second = 4; second < 3000; second++) samples = addSample(samples, progress({ at: at(second), accepted: 68 + second }))
  expect(samples.length).toBeLessThanOrEqual(600)
  expect(samples[samples.length - 1]!.at).toBe(Date.parse(at(2999)))
  expect(samples[0]!.at).toBe(Date.parse(at(1)))
})

test('of pushes and answers the later counts, in whatever order they come', () => {
  const [early, late] = [progress({ at: '2026-01-01T12:00:01Z' }), progress({ at: '2026-01-01T12:00:01.5+00:00' })]
  expect(newer(early, late)).toBe(late)
  expect(newer(late, early)).toBe(late)
  expect(newer(undefined, early)).toBe(early)
})

test('the pace is that of the last fifteen seconds', () => {
  let samples: readonly Sample[] = []
  for (let second = 0; second <= 30; second++) samples = addSample(samples, progress({ at: at(second), accepted: second < 15 ? second * 100 : 1500 + (second - 15) * 10 }))
  expect(paceOf(samples)).toBeCloseTo(10)
  expect(paceOf([])).toBe(0)
})

test('what is left is told only while it runs and moves', () => {
  expect(secondsLeft(progress(), 9)).toBe(5)
  expect(secondsLeft(progress(), 0)).toBeNull()
  expect(secondsLeft(progress({ secondsLeft: 3600 }), 9)).toBe(3600)
  expect(secondsLeft(progress({ state: 'paused' }), 9)).toBeNull()
  expect(secondsLeft(progress({ waiting: 0, inFlight: 0 }), 0)).toBe(0)
})

test('what holds it back is named', () => {
  expect(limiterOf(progress(), 9, 10, 80)).toBe('rate')
  expect(limiterOf(progress(), 78, null, 80)).toBe('channel')
  expect(limiterOf(progress(), 20, null, 80)).toBe('going')
  expect(limiterOf(progress(), 0, null, 80)).toBe('starting')
  expect(limiterOf(progress({ waiting: 0 }), 20, null, 80)).toBe('inFlight')
  expect(limiterOf(progress({ state: 'paused', reason: 'token' }), 0, null, null)).toBe('token')
  expect(limiterOf(progress({ state: 'completed' }), 0, null, null)).toBe('completed')
  expect(limiterOf(progress({ limiter: 'daily_limit' }), 0, null, 80)).toBe('daily_limit')
})

test('only those who may be tried again are counted for it', () => {
  expect(retryable(progress())).toBe(3)
})

test('axes end at a number that people can read', () => {
  expect([0, 3, 78, 120, 501].map(niceTop)).toEqual([1, 5, 100, 200, 1000])
})

test('a curve fills its frame from left to right', () => {
  const frame = { width: 100, height: 50, top: 10, right: 0, bottom: 10, left: 0 }
  const points = pointsOf([{ at: 0, value: 0 }, { at: 5, value: 5 }, { at: 10, value: 99 }], 10, frame)
  expect(points).toEqual([{ x: 0, y: 40 }, { x: 50, y: 25 }, { x: 100, y: 10 }])
  expect(pathOf(points)).toBe('M0 40L50 25L100 10')
  expect(areaOf(points, 40)).toBe('M0 40L50 25L100 10L100 40L0 40Z')
  expect(areaOf([], 40)).toBe('')
})

test('labels step aside for one another and stay inside', () => {
  expect(spread([10, 12, 50], 15, 100)).toEqual([10, 25, 50])
  expect(spread([100, 98], 15, 100)).toEqual([100, 85])
})

test('the duration is that of the slower of the two rates', () => {
  expect(durationOf(4192, null, 80, 1000)).toEqual({ seconds: 53, endsAt: 54_000 })
  expect(durationOf(100, 10, 80, 0)?.seconds).toBe(10)
  expect(durationOf(0, 10, 80, 0)).toBeNull()
  expect(durationOf(10, null, null, 0)).toBeNull()
})

test('those held out get nothing', () => {
  expect(reached(4192, 0)).toBe(4192)
  expect(reached(105, 10)).toBe(95)
})

test('stretches of time are told in their two largest units', () => {
  expect(unitsOf(53)).toEqual([{ unit: 'second', value: 53 }])
  expect(unitsOf(3661)).toEqual([{ unit: 'hour', value: 1 }, { unit: 'minute', value: 1 }])
  expect(unitsOf(86_400)).toEqual([{ unit: 'day', value: 1 }])
})

test('the number is typed with or without its separators', () => {
  expect(typedRight('4,192', 4192)).toBe(true)
  expect(typedRight('4.192', 4192)).toBe(true)
  expect(typedRight('4192 ', 4192)).toBe(true)
  expect(typedRight('4193', 4192)).toBe(false)
  expect(typedRight('', 0)).toBe(false)
})
