import { beforeEach, expect, test, vi } from 'vitest'
import { Draft } from './draft'
import { forgetStart, keepPlan, keptPlan, resumed, settle, withStart } from './kept'
import { emptyPlan, lacksOf, type Plan, timeOf } from './plan'

const at = '2026-11-26T15:00'
const thursday: Plan = { ...emptyPlan, title: 'Promo', schedule: { ...emptyPlan.schedule, when: 'at', at, localTime: true } }
/** The plan as the server gives it back: it does not know when. */
const stored: Plan = { ...thursday, schedule: { ...emptyPlan.schedule, perSecond: 5 } }

beforeEach(() => {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => items.set(key, value), removeItem: (key: string) => items.delete(key) })
  return () => vi.unstubAllGlobals()
})

test('a chosen time outlives the save, for this campaign alone', () => {
  settle('w', 12, thursday, thursday, false)
  expect(keptPlan('w', 12)).toBeNull()
  expect(withStart('w', 12, stored).schedule).toEqual({ ...stored.schedule, when: 'at', at, localTime: true })
  expect(withStart('w', 13, stored)).toBe(stored)
  forgetStart('w', 12)
  expect(withStart('w', 12, stored)).toBe(stored)
})

test('a time that has passed meanwhile is asked for again, and never means now', () => {
  settle('w', 12, thursday, thursday, false)
  const back = withStart('w', 12, stored)
  expect(back.schedule.when).toBe('at')
  expect(lacksOf(back, { fields: [], tags: [], flows: [], campaigns: [] }, [], timeOf(at) + 1).schedule).toEqual(['time'])
})

test('after a reload the browser\u2019s edits count as unsaved, and the server\u2019s plan does not', () => {
  const draft = () => {
    const { plan, stored: is } = resumed('w', 12, stored)
    return new Draft(12, plan, is)
  }
  expect(draft()).toMatchObject({ unsaved: false, plan: stored })
  keepPlan('w', 12, { ...thursday, title: 'New' })
  expect(draft()).toMatchObject({ unsaved: true, plan: { title: 'New' } })
  settle('w', 12, thursday, thursday, false)
  expect(draft()).toMatchObject({ unsaved: false, plan: { title: 'Promo', schedule: { when: 'at', at } } })
})

test('choosing to send it now forgets the time', () => {
  settle('w', 12, thursday, thursday, false)
  settle('w', 12, emptyPlan, emptyPlan, false)
  expect(withStart('w', 12, stored)).toBe(stored)
})

test('edits newer than the save stay kept, under its number', () => {
  keepPlan('w', undefined, thursday)
  const newer = { ...thursday, title: 'Newer' }
  settle('w', 12, thursday, newer, true)
  expect(keptPlan('w', undefined)).toBeNull()
  expect(keptPlan('w', 12)).toEqual(newer)
})

test('saving one campaign leaves another that is just begun', () => {
  keepPlan('w', undefined, thursday)
  settle('w', 12, emptyPlan, emptyPlan, false)
  expect(keptPlan('w', undefined)).toEqual(thursday)
})
