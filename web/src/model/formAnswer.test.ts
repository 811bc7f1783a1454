import { expect, it } from 'vitest'
import { readFormAnswer } from './formAnswer'

it('reads names and values as people say them', () => {
  const json = JSON.stringify({ screen_0_firstName_0: 'Ana', guests: 4, days: ['fri', 'sat'], agreed: true, note: '', flow_token: 't-7' })
  expect(readFormAnswer(json)).toEqual([
    { name: 'first Name', value: 'Ana' },
    { name: 'guests', value: '4' },
    { name: 'days', value: 'fri, sat' },
    { name: 'agreed', value: true },
  ])
})

it('has no lines for what is no form', () => {
  expect(['', '{', '[]', '"x"', 'null'].map(readFormAnswer)).toEqual([[], [], [], [], []])
})
