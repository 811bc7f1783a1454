import { expect, test } from 'vitest'
import type { ChannelProgress } from '../types'
import { standingOf, throughOf } from './numbers'

const number = (more: Partial<ChannelProgress>) => ({ audience: 10, waiting: 4, inFlight: 1, limiter: null, ...more }) as ChannelProgress

test('through is who needs nothing more', () => {
  expect(throughOf(number({}))).toEqual({ through: 5, share: 0.5 })
  expect(throughOf(number({ audience: 0, waiting: 0, inFlight: 0 }))).toEqual({ through: 0, share: 0 })
})

test('a number says what holds it back, and nothing once it is through', () => {
  const running = { state: 'running' }
  expect(standingOf(running, number({ limiter: 'daily_limit' }))).toBe('daily_limit')
  expect(standingOf(running, number({ limiter: 'channel' }))).toBe('channel')
  expect(standingOf(running, number({ limiter: 'channel', waiting: 0 }))).toBe('inFlight')
  expect(standingOf(running, number({ limiter: 'slowed', waiting: 0 }))).toBe('slowed')
  expect(standingOf(running, number({ limiter: 'rate', waiting: 0, inFlight: 0 }))).toBe('through')
  expect(standingOf({ state: 'paused' }, number({ limiter: 'channel' }))).toBe('trouble')
  expect(standingOf({ state: 'paused' }, number({ limiter: 'paused' }))).toBe('paused')
  expect(standingOf({ state: 'cancelled' }, number({}))).toBe('cancelled')
})
