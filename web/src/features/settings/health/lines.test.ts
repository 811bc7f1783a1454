import { expect, it } from 'vitest'
import { en } from './words/en'
import { es } from './words/es'
import { grouped, type HealthLine, placeOf } from './lines'

const line = (id: string, state: string, code: string): HealthLine => ({ id, state, code, subject: null, count: null, at: null, text: null })

it('puts lines together that belong together, in the order in which they came', () => {
  const lines = [line('node', 'ok', 'runs'), line('token', 'ok', 'taken'), line('database', 'ok', 'answers'), line('number', 'ok', 'heard')]
  expect(grouped(lines).map(([group, some]) => [group, some.map(({ id }) => id)])).toEqual([
    ['machine', ['node', 'database']],
    ['meta', ['token', 'number']],
  ])
})

it('leads to where something can be mended, and nowhere from what is in order', () => {
  expect(placeOf(line('token', 'ok', 'taken'))).toBeNull()
  expect(placeOf(line('token', 'problem', 'refused'))).toEqual({ section: 'channels' })
  expect(placeOf({ ...line('campaign', 'warning', 'stopped'), count: 7 })).toEqual({ campaign: '7' })
  expect(placeOf(line('inbox', 'problem', 'late'))).toBeNull()
})

it('has a sentence for every line in both languages, and says what to do about all that is not in order', () => {
  expect(Object.keys(es.says)).toEqual(Object.keys(en.says))
  expect(Object.keys(es.mend)).toEqual(Object.keys(en.mend))
  for (const each of Object.keys(en.mend)) expect(en.says).toHaveProperty([each])
  const fine = ['answers', 'runs', 'empty', 'moving', 'none', 'taken', 'heard', 'read']
  for (const each of Object.keys(en.says)) if (!fine.includes(each.split(' ')[1]!)) expect(en.mend).toHaveProperty([each])
  expect(en.mend).toHaveProperty(['node none'])
})
