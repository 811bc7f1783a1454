import { expect, it } from 'vitest'
import { findTrigger, plainly, replaceTrigger } from './trigger'

it('finds a saved reply at the caret, not in a path or an address', () => {
  expect(findTrigger('/tha', 4, '/')).toEqual({ from: 0, query: 'tha' })
  expect(findTrigger('Hi /tha and more', 7, '/')).toEqual({ from: 3, query: 'tha' })
  expect(findTrigger('Hi /', 4, '/')).toEqual({ from: 3, query: '' })
  expect(findTrigger('a/b', 3, '/')).toBeNull()
  expect(findTrigger('https://x', 9, '/')).toBeNull()
  expect(findTrigger('/tha nks', 8, '/')).toBeNull()
})

it('finds a name with one space in it, not an address of mail', () => {
  expect(findTrigger('ask @Ana To', 11, '@')).toEqual({ from: 4, query: 'Ana To' })
  expect(findTrigger('ana@example', 11, '@')).toBeNull()
})

it('puts the words where the mark was', () => {
  expect(replaceTrigger('Hi /tha!', 7, { from: 3, query: 'tha' }, 'thank you')).toEqual({ text: 'Hi thank you!', caret: 12 })
})

it('reads names without accents', () => {
  expect(plainly('Lucía ÑANDÚ')).toBe('lucia nandu')
})
