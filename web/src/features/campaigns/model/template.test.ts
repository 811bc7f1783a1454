import { expect, test } from 'vitest'
import type { Template } from '../types'
import { longestFirst, type Person, valueFor, valuesFor } from './people'
import { bodyOf, draw, isOpen, placesOf, slotsOf, sourcesOf, unsendable } from './template'

const template = (components: object[], more: Partial<Template> = {}): Template => ({
  id: '1',
  connection: 'demo',
  name: 'promo',
  language: 'es',
  category: 'MARKETING',
  comingCategory: null,
  status: 'APPROVED',
  reason: null,
  quality: null,
  parameterFormat: 'POSITIONAL',
  components: components as unknown as Template['components'],
  variables: [],
  changedAt: '2026-01-01T00:00:00Z',
  ...more,
})

const promo = template([
  { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
  { type: 'BODY', text: 'Hi {{1}}, {{2}} off, {{1}}.', example: { body_text: [['Ana', '20 %']] } },
  { type: 'FOOTER', text: 'STOP to end' },
  { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'URL', text: 'Look', url: 'https://x.example/{{1}}' }, { type: 'COPY_CODE', text: 'Copy' }] },
])

const sources = {
  'header.1': { from: 'contact.name', text: '', fallback: 'you' },
  '1': { from: 'contact.name', text: '', fallback: 'friend' },
  '2': { from: 'text', text: ' 20 % ', fallback: '' },
  'button.1.1': { from: 'contact.fields.city', text: '', fallback: 'all' },
  'button.2.code': { from: 'values.code', text: '', fallback: 'HELLO' },
}

const person = (more: Partial<Person>): Person => ({ id: '1', name: null, phone: null, language: null, fields: {}, values: {}, ...more })

test('every place of a template is found, with what the reviewers saw', () => {
  expect(placesOf(promo).map(({ key }) => key)).toEqual(['header.1', '1', '2', 'button.1.1', 'button.2.code'])
  expect(placesOf(promo)[2]!.sample).toBe('20 %')
})

test('places become slots as the server reads them, and come back', () => {
  const places = placesOf(promo)
  const slots = slotsOf(places, sources)
  expect(slots[0]).toEqual({ component: 'header', type: 'text', from: 'contact.name', fallback: 'you' })
  expect(slots[2]).toEqual({ component: 'body', type: 'text', text: '20 %' })
  expect(slots[3]).toEqual({ component: 'button', type: 'text', from: 'contact.fields.city', fallback: 'all', subType: 'url', index: 1 })
  expect(slots[4]).toMatchObject({ component: 'button', type: 'coupon_code', subType: 'copy_code', index: 2 })
  expect(sourcesOf(places, slots)['1']).toEqual(sources['1'])
})

test('named places keep their names', () => {
  const named = template([{ type: 'BODY', text: 'Hi {{name}}', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }], { parameterFormat: 'NAMED' })
  expect(slotsOf(placesOf(named), { name: { from: 'text', text: 'Ana', fallback: '' } })).toEqual([{ component: 'body', type: 'text', text: 'Ana', name: 'name' }])
  expect(placesOf(named)[0]!.sample).toBe('Ana')
})

test('a place is open until everybody surely has something to stand in it', () => {
  expect(isOpen(undefined)).toBe(true)
  expect(isOpen({ from: 'text', text: '  ', fallback: 'x' })).toBe(true)
  expect(isOpen({ from: 'contact.name', text: 'x', fallback: '' })).toBe(true)
  expect(isOpen({ from: 'contact.name', text: '', fallback: 'friend' })).toBe(false)
})

test('a message is drawn for somebody, gaps filled by fallbacks', () => {
  const values = valuesFor(placesOf(promo), sources, person({ name: 'Ana' }))
  expect(draw(promo, values)).toEqual({ media: null, header: 'For Ana', body: 'Hi Ana, 20 % off, Ana.', footer: 'STOP to end', buttons: ['Yes', 'Look', 'Copy'] })
  expect(draw(promo, {}).body).toBe('Hi {{1}}, {{2}} off, {{1}}.')
  expect(bodyOf(promo)).toContain('{{2}}')
})

test('values are one line, and empty ones give way to the fallback', () => {
  expect(valueFor({ from: 'contact.name', text: '', fallback: 'friend' }, person({ name: ' Ana\nTorres ' }))).toBe('Ana Torres')
  expect(valueFor({ from: 'contact.name', text: '', fallback: 'friend' }, person({}))).toBe('friend')
  expect(valueFor({ from: 'values.code', text: '', fallback: '' }, person({ values: { code: 12 } }))).toBe('12')
  expect(valueFor({ from: 'contact.fields.city', text: '', fallback: '-' }, person({ fields: { city: 'Salta' } }))).toBe('Salta')
})

test('the longest come first', () => {
  const people = [person({ id: 'a', name: 'Al' }), person({ id: 'b', name: 'Maximiliano' }), person({ id: 'c', name: 'Ana' })]
  expect(longestFirst(people, placesOf(promo), sources).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
})

test('what campaigns cannot send is said before', () => {
  expect(unsendable(promo)).toBe(false)
  expect(unsendable(template([{ type: 'CAROUSEL', cards: [] }]))).toBe(true)
  expect(unsendable(template([{ type: 'HEADER', format: 'LOCATION' }]))).toBe(true)
  expect(unsendable(template([], { category: 'AUTHENTICATION' }))).toBe(true)
})
