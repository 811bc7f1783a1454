import { expect, test } from 'vitest'
import type { Contact } from '../model'
import { someone } from '../someone'
import { changeOf, leftOf, textOf, typedOver } from './typed'

const fields = [
  { key: 'city', type: 'text' },
  { key: 'age', type: 'number' },
] as const
const ana = someone(1, { name: 'Ana', fields: { city: 'Rosario', age: 40 } as unknown as Contact['fields'] })

test('what was typed stays when a tag or the consent is changed, and the rest follows the contact', () => {
  const typed = typedOver(ana, typedOver(ana, {}, 'name', 'Ana T'), 'fields.city', 'Lima')
  const newer = { ...ana, version: 2, tags: ['vip'], phone: '+541100000000' }
  expect(textOf(newer, typed, 'name')).toBe('Ana T')
  expect(textOf(newer, typed, 'fields.city')).toBe('Lima')
  expect(textOf(newer, typed, 'phone')).toBe('+541100000000')
  expect(changeOf(newer, typed, fields)).toEqual({ change: { name: 'Ana T', fields: { city: 'Lima' } }, flawed: new Set(), dirty: true })
})

test('what is as the contact has it counts as not touched', () => {
  const typed = typedOver(ana, typedOver(ana, {}, 'name', 'An'), 'name', 'Ana')
  expect(typed).toEqual({})
  expect(textOf({ ...ana, name: 'Ann' }, typed, 'name')).toBe('Ann')
  expect(changeOf(ana, { name: ' Ana ', 'fields.age': '40.0' }, fields).dirty).toBe(false)
})

test('an emptied part is taken away, and a number that is none is a flaw', () => {
  expect(changeOf(ana, { name: ' ', 'fields.city': '', 'fields.age': 'many' }, fields)).toEqual({ change: { name: null, fields: { city: null } }, flawed: new Set(['age']), dirty: true })
})

test('a save leaves what was typed while it was on its way', () => {
  const sent = { name: 'Ana T', 'fields.city': 'Lima' }
  expect(leftOf({ name: 'Ana Torres', 'fields.city': 'Lima', language: 'es' }, sent)).toEqual({ name: 'Ana Torres', language: 'es' })
})
