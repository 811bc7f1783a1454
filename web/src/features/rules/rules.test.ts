import { describe, expect, it } from 'vitest'
import type { Condition } from '~/model/conditions'
import { draftRule, freshGroup, noRule, readDraftRule } from './builder'
import { anyOne, choicesOf, conditionOf, draftOf, type Known, noOne, opsOf, settled, textOf } from './model'
import { readRule, type Rule, ruleJson, ruleOf } from './rules'

const vip: Condition = { attribute: 'tag', op: 'has', value: 'vip' }
const silent: Condition = { attribute: 'lastInboundAt', op: 'before', value: '2026-01-01T00:00:00Z' }

describe('a rule', () => {
  const rule: Rule = { match: 'any', parts: [{ ...vip, not: true }, { match: 'all', conditions: [vip, silent] }] }

  it('is told as the server wants it', () => {
    expect(ruleJson(rule)).toEqual({ or: [{ not: vip }, { and: [vip, silent] }] })
  })

  it('is the same again when it is read back', () => {
    expect(readRule(JSON.parse(JSON.stringify(ruleJson(rule))))).toEqual(rule)
  })

  it('of one condition is a list of one', () => {
    expect(readRule(vip)).toEqual({ match: 'all', parts: [vip] })
  })

  it.each([[{ not: { and: [vip] } }], [{ and: [{ or: [{ and: [vip] }] }] }], [{ attribute: 'tag', op: 'hasAny', value: ['a'] }], [null], ['x'], [{ not: { not: vip } }]])('%j is more than the builder shows', (json) => {
    expect(readRule(json)).toBeNull()
  })

  it('is nothing without conditions', () => {
    expect(ruleOf([])).toBeUndefined()
    expect(JSON.parse(ruleOf([vip, { ...silent, not: true }]) ?? '')).toEqual({ and: [vip, { not: silent }] })
  })
})

const known: Known = {
  fields: [
    { key: 'plan', title: 'Plan', type: 'choice', choices: ['a', 'b'] },
    { key: 'news', title: 'News', type: 'boolean', choices: [] },
  ],
  tags: [],
  flows: [{ id: 'welcome', name: 'Welcome' }],
  campaigns: [{ id: 12, title: 'Spring' }],
}

describe('a condition as it is edited', () => {
  const read = (condition: Condition) => settled(draftOf(condition), known)

  it.each([[vip], [{ ...vip, not: true as const }], [silent], [{ attribute: 'inFlow', op: 'is', value: true }], [{ attribute: 'inFlow', op: 'is', value: 'welcome' }], [{ attribute: 'name', op: 'empty' }]])('%j stays what it is', (condition) => {
    expect(read(condition)).toEqual(condition)
  })

  it('of a campaign is of one, of any or of none', () => {
    const of = (op: string, value: number | boolean) => read({ attribute: 'receivedBroadcast', op, value })
    expect(of('isNot', 12)).toEqual({ attribute: 'receivedBroadcast', op: 'is', value: 12, not: true })
    expect(of('is', 12)).toEqual({ attribute: 'receivedBroadcast', op: 'is', value: 12 })
    expect(of('is', false)).toEqual({ attribute: 'receivedBroadcast', op: 'is', value: false })
    expect(of('isNot', true)).toEqual({ attribute: 'receivedBroadcast', op: 'is', value: false })
  })

  it('that is not true is false, but for a field, which may be missing', () => {
    expect(read({ attribute: 'optedOut', op: 'is', value: true, not: true })).toEqual({ attribute: 'optedOut', op: 'is', value: false })
    expect(read({ attribute: 'inFlow', op: 'is', value: false, not: true })).toEqual({ attribute: 'inFlow', op: 'is', value: true })
    expect(read({ attribute: 'fields.news', op: 'is', value: true, not: true })).toEqual({ attribute: 'fields.news', op: 'is', value: true, not: true })
  })

  it('keeps the type of what is asked', () => {
    expect(conditionOf('optedOut', 'is', 'false', 'boolean')).toEqual({ attribute: 'optedOut', op: 'is', value: false })
    expect(conditionOf('fields.age', 'greater', '40', 'number')).toEqual({ attribute: 'fields.age', op: 'greater', value: 40 })
    expect(conditionOf('fields.age', 'greater', 'old', 'number')).toBeNull()
    expect(conditionOf('createdAt', 'after', '2026-01-31', 'date')?.value).toBe('2026-01-31T00:00:00Z')
    expect(conditionOf('fields.born', 'before', '2026-01-31', 'date')?.value).toBe('2026-01-31')
    expect(conditionOf('name', 'empty', '', 'none')).toEqual({ attribute: 'name', op: 'empty' })
    expect(conditionOf('name', 'is', '  ', 'text')).toBeNull()
  })

  it('offers every flow, any and none, and what a field can be asked', () => {
    expect(choicesOf({ attribute: 'inFlow', op: 'is', text: '', not: false }, known)).toEqual([anyOne, noOne, 'welcome'])
    expect(opsOf('fields.plan', known.fields)).toEqual({ is: { choices: ['a', 'b'] }, empty: 'none' })
    expect(opsOf('fields.gone', known.fields)).toEqual({})
  })

  it('means the first choice until another is made; where there are none it is typed', () => {
    const draft = { attribute: 'tag', op: 'has', text: '', not: false }
    const tagged = { ...known, tags: ['a', 'b'] }
    expect(textOf(draft, tagged)).toBe('a')
    expect(settled(draft, tagged)).toEqual({ attribute: 'tag', op: 'has', value: 'a' })
    expect(choicesOf(draft, known)).toBeNull()
    expect(settled(draft, known)).toBeNull()
    expect(settled({ ...draft, attribute: 'fields.gone', op: 'is', text: 'x' }, known)).toBeNull()
  })
})

describe('a rule as it is edited', () => {
  it('means the same as before', () => {
    const rule: Rule = { match: 'any', parts: [vip, { match: 'all', conditions: [{ ...vip, not: true }, silent] }] }
    expect(readDraftRule(draftRule(rule), known)).toEqual(rule)
  })

  it('means nothing while a condition is not complete, and a group that was emptied is left out', () => {
    expect(readDraftRule({ match: 'all', parts: [freshGroup()] }, known)).toBeNull()
    expect(readDraftRule({ match: 'all', parts: [{ ...freshGroup(), drafts: [] }] }, known)).toEqual(noRule)
  })
})
