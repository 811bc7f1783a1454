import { expect, test } from 'vitest'
import { readConditions } from '~/model/conditions'
import { bulkBody, type Contact, differences, fieldValue, mappingFlaw, titleOf, undoOf } from './model'
import { someone as contact } from './someone'

test('a contact without a name is called by its number, then its user id', () => {
  const unknown = (id: number) => `Unknown ${id}`
  expect(titleOf(contact(1, { name: ' Ana ' }), unknown)).toBe('Ana')
  expect(titleOf(contact(1, { bsuid: 'DE.12' }), unknown)).toBe('DE.12')
  expect(titleOf(contact(7), unknown)).toBe('Unknown 7')
})

test('an address that somebody made up holds no conditions', () => {
  expect(readConditions('x')).toBeUndefined()
  expect(readConditions([1, { attribute: 'tag' }])).toBeUndefined()
  expect(readConditions([{ attribute: 'tag', op: 'has', value: 'vip' }])).toHaveLength(1)
})

test('undoing touches only those whom the change had changed', () => {
  const before = [contact(1, { tags: ['vip'] }), contact(2), contact(3, { optedOut: { at: '2026-01-01T00:00:00Z', source: null } })]
  expect(undoOf({ tag: 'vip' }, before)).toEqual({ ids: [2, 3], change: { untag: 'vip' } })
  expect(undoOf({ untag: 'vip' }, before)).toEqual({ ids: [1], change: { tag: 'vip' } })
  expect(undoOf({ optedOut: true }, before)).toEqual({ ids: [1, 2], change: { optedOut: false } })
  expect(bulkBody([1, 2], { optedOut: true })).toEqual({ ids: [1, 2], optedOut: true, consentSource: 'team' })
})

test('a typed field refuses what is not of its type, and is emptied by nothing', () => {
  expect(fieldValue('number', '12.5')).toBe(12.5)
  expect(fieldValue('number', 'many')).toBeUndefined()
  expect(fieldValue('date', '31/01/2026')).toBeUndefined()
  expect(fieldValue('boolean', 'false')).toBe(false)
  expect(fieldValue('text', ' ')).toBeNull()
})

test('a merge offers only what differs and is there', () => {
  const kept = contact(1, { name: 'Ana', phone: '+1', fields: { city: 'Rosario' } as unknown as Contact['fields'] })
  const other = contact(2, { name: 'Ana T', language: null, fields: { city: 'Rosario', age: 40 } as unknown as Contact['fields'] })
  expect(differences(kept, other)).toEqual([
    { part: 'name', mine: 'Ana', theirs: 'Ana T' },
    { part: 'fields.age', mine: '', theirs: '40' },
  ])
})

test('an import needs a column that says who it is, and each meaning once', () => {
  expect(mappingFlaw([{ to: 'name' }, { to: null }])).toEqual({ flaw: 'nobody' })
  expect(mappingFlaw([{ to: 'phone' }, { to: 'phone' }])).toEqual({ flaw: 'twice', to: 'phone' })
  expect(mappingFlaw([{ to: 'phone' }, { to: 'tags' }, { to: 'tags' }])).toBeNull()
})
