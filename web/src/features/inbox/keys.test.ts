import { expect, it } from 'vitest'
import { en } from './desk/words/en'
import { es } from './desk/words/es'
import { actOf, altActOf, altKeys, inboxKeys, keySheet, keyText } from './keys'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more })

it('has no key for two things', () => {
  const keys = inboxKeys.map((each) => `${each.shift ?? false} ${each.key}`)
  expect(new Set(keys).size).toBe(keys.length)
})

it('tells letters with and without Shift apart, whatever case the keyboard sends', () => {
  expect(actOf(press('e'), true)).toBe('resolve')
  expect(actOf(press('E', { shiftKey: true }), true)).toBe('resolveNext')
  expect(actOf(press('E'), true)).toBe('resolve')
})

it('takes the slash of keyboards that need Shift for it', () => {
  expect(actOf(press('/', { shiftKey: true }), true)).toBe('search')
})

it('leaves keys with Ctrl, Alt or Meta to the browser, and letters to those who want none', () => {
  expect(actOf(press('e', { ctrlKey: true }), true)).toBeNull()
  expect(actOf(press('e'), false)).toBeNull()
  expect(actOf(press('ArrowDown'), false)).toBe('next')
})

it('writes keys as menus show them', () => {
  expect(keyText('toMe')).toBe('⇧A')
  expect(keyText('reopen')).toBeUndefined()
})

it('lists every key with words, in both languages', () => {
  for (const { keys } of [en, es]) expect(keySheet(keys).every((line) => line.say.length > 2)).toBe(true)
  const sheet = keySheet(en.keys)
  expect(sheet.find((line) => line.keys === 'Shift+E')?.say).toBe('Resolve, then the next')
  expect(sheet.filter((line) => line.say === en.keys.next).map((line) => [line.keys, line.also])).toEqual([
    ['J', false],
    ['↓', true],
  ])
})

it('knows the keys with Alt by their place on the keyboard, and lists them when they are on', () => {
  const held = (code: string, more: Partial<KeyboardEvent> = {}) => altActOf({ code, altKey: true, shiftKey: false, ctrlKey: false, metaKey: false, ...more })
  expect(held('KeyJ')).toBe('next')
  expect(held('KeyE', { shiftKey: true })).toBe('resolveNext')
  expect(held('KeyE', { ctrlKey: true })).toBeNull()
  expect(altActOf({ code: 'KeyJ', altKey: false, shiftKey: false, ctrlKey: false, metaKey: false })).toBeNull()
  expect(keySheet(en.keys, true).filter((line) => !line.also && line.keys.startsWith('Alt+'))).toHaveLength(altKeys.length)
  expect(keySheet(en.keys).some((line) => line.keys.startsWith('Alt+'))).toBe(false)
})
