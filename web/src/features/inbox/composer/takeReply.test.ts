import { expect, it } from 'vitest'
import { takeReply } from './takeReply'

const asked = { from: 3, query: 'tha' }

it('puts the reply where it was asked for, with the caret behind it', () => {
  expect(takeReply({ text: 'Hi /tha', caret: 7 }, asked, 'thank you')).toEqual({ text: 'Hi thank you', caret: 12 })
})

it('keeps what was written while the reply was on its way, and the caret in it', () => {
  expect(takeReply({ text: 'Hi /tha and welcome', caret: 19 }, asked, 'thank you')).toEqual({ text: 'Hi thank you and welcome', caret: 24 })
  expect(takeReply({ text: 'Hi /tha!', caret: 1 }, asked, 'thank you')).toEqual({ text: 'Hi thank you!', caret: 1 })
})

it('puts nothing where it is asked for no more', () => {
  expect(takeReply({ text: '', caret: 0 }, asked, 'thank you')).toBeNull()
  expect(takeReply({ text: 'Hi there', caret: 8 }, asked, 'thank you')).toBeNull()
  expect(takeReply({ text: 'Oh, hi /tha', caret: 11 }, asked, 'thank you')).toBeNull()
})
