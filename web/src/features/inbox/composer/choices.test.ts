import { expect, it } from 'vitest'
import { choicesContent, type Draft, flawOf } from './choices'

const draft = (change: Partial<Draft> = {}): Draft => ({
  kind: 'buttons',
  body: 'Tea or coffee?',
  header: '',
  footer: '',
  open: 'Choose',
  choices: [
    { title: 'Tea', description: '' },
    { title: 'Coffee', description: 'black' },
  ],
  ...change,
})
const titles = (...all: string[]) => all.map((title) => ({ title, description: '' }))

it('makes buttons, and a list with one section', () => {
  expect(choicesContent(draft())).toEqual({
    type: 'buttons',
    body: 'Tea or coffee?',
    header: null,
    footer: null,
    buttons: [
      { id: 'choice_1', title: 'Tea' },
      { id: 'choice_2', title: 'Coffee' },
    ],
  })
  expect(choicesContent(draft({ kind: 'list' }))).toMatchObject({ buttonText: 'Choose', sections: [{ title: null, rows: [{ description: null }, { description: 'black' }] }] })
})

it('knows what WhatsApp would refuse', () => {
  expect(flawOf(draft())).toBeNull()
  expect(flawOf(draft({ body: ' ' }))).toBe('empty')
  expect(flawOf(draft({ choices: titles('', ' ') }))).toBe('empty')
  expect(flawOf(draft({ choices: titles('Tea', 'tea') }))).toBe('twice')
  expect(flawOf(draft({ choices: titles('x'.repeat(21)) }))).toBe('length')
  expect(flawOf(draft({ kind: 'list', choices: titles('x'.repeat(24)) }))).toBeNull()
  expect(flawOf(draft({ choices: titles('a', 'b', 'c', 'd') }))).toBe('length')
})
