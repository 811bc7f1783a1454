import { expect, it } from 'vitest'
import { localTime } from '~/model/localTime'
import { snoozeTimes } from './snoozes'

const offered = (now: Date) => snoozeTimes(now).map(({ key, at }) => `${key} ${localTime(at)}`)

it('offers the evening while it is far enough, tomorrow and the next Monday', () => {
  // a Thursday
  expect(offered(new Date(2026, 10, 26, 10, 30))).toEqual([
    'hour 2026-11-26T11:30',
    'three 2026-11-26T13:30',
    'evening 2026-11-26T18:00',
    'tomorrow 2026-11-27T09:00',
    'week 2026-11-30T09:00',
  ])
  expect(offered(new Date(2026, 10, 26, 17, 30)).some((each) => each.startsWith('evening'))).toBe(false)
})

it('does not offer Monday twice on a Sunday, and on a Monday means the next', () => {
  expect(offered(new Date(2026, 10, 29, 8, 0)).filter((each) => each.endsWith('11-30T09:00'))).toHaveLength(1)
  expect(offered(new Date(2026, 10, 30, 8, 0))).toContain('week 2026-12-07T09:00')
})
