import { beforeEach, expect, test, vi } from 'vitest'
import { signedInAs } from '~/storage'
import { Draft } from './draft'
import { keepPlan, keptPlan, resumed, settle } from './kept'
import { emptyPlan, type Plan } from './plan'

const at = '2026-11-26T15:00'
const thursday: Plan = { ...emptyPlan, title: 'Promo', schedule: { ...emptyPlan.schedule, when: 'at', at, localTime: true } }
const stored: Plan = { ...thursday, schedule: { ...thursday.schedule, perSecond: 5 } }

beforeEach(() => {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => items.set(key, value), removeItem: (key: string) => items.delete(key) })
  return () => vi.unstubAllGlobals()
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
  expect(draft()).toMatchObject({ unsaved: false, plan: stored })
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

test('what one person has not saved is nobody else\u2019s in the same browser', () => {
  signedInAs('1')
  keepPlan('w', 12, thursday)
  signedInAs('2')
  expect(keptPlan('w', 12)).toBeNull()
  signedInAs('1')
  expect(keptPlan('w', 12)).toEqual(thursday)
})
