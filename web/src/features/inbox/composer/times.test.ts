import { expect, it } from 'vitest'
import { localTime } from '~/model/localTime'
import { presets } from './times'

it('offers an hour from now, tomorrow and Monday at nine', () => {
  const thursday = new Date(2026, 10, 26, 14, 5)
  const { inHour, tomorrow, monday } = presets(thursday)
  expect([inHour, tomorrow, monday].map(localTime)).toEqual(['2026-11-26T15:05', '2026-11-27T09:00', '2026-11-30T09:00'])
})

it('means the next Monday on a Monday and on a Sunday', () => {
  expect(localTime(presets(new Date(2026, 10, 30, 8)).monday)).toBe('2026-12-07T09:00')
  expect(localTime(presets(new Date(2026, 10, 29, 8)).monday)).toBe('2026-11-30T09:00')
})
