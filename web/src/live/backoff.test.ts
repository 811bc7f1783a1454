import { expect, it } from 'vitest'
import { retryDelay } from './backoff'

it('waits half a second first, doubles, and stops at thirty', () => {
  expect([0, 1, 2, 5, 6, 60].map((attempt) => retryDelay(attempt, 0.5))).toEqual([500, 1000, 2000, 16000, 30000, 30000])
})

it('spreads by thirty percent each way', () => {
  expect(retryDelay(1, 0)).toBe(700)
  expect(retryDelay(1, 1)).toBe(1300)
})
