import { expect, test } from 'vitest'
import { undoOf } from '../model'
import { someone } from '../someone'
import { everyone, newest, noSelection, select, selectedIn, toggled } from './selection'

const asked = { search: '', where: [] }
const [ana, bo, cy] = [someone(1), someone(2), someone(3)] as const
const ids = (people: Iterable<{ id: number }>) => [...people].map(({ id }) => id)

test('another search, filter or segment begins with nobody', () => {
  const selection = select(asked, everyone([ana, bo]))
  expect(ids(selectedIn(selection, { search: '', where: [] }).values())).toEqual([1, 2])
  expect(selectedIn(selection, { ...asked, search: 'an' }).size).toBe(0)
  expect(selectedIn(selection, { ...asked, segment: 4 }).size).toBe(0)
  expect(selectedIn(selection, { ...asked, where: [{ attribute: 'tag', op: 'has', value: 'vip' }] }).size).toBe(0)
  expect(selectedIn(noSelection, asked).size).toBe(0)
})

test('as many are changed as are counted, although the list read anew has lost one', () => {
  const people = everyone([ana, bo, cy])
  const before = newest(people, [ana, someone(3, { tags: ['vip'] })])
  expect(before).toHaveLength(people.size)
  expect(ids(before)).toEqual([1, 2, 3])
  expect(undoOf({ tag: 'vip' }, before).ids).toEqual([1, 2])
})

test('a range becomes what the row clicked last was not', () => {
  const rows = [ana, bo, cy]
  const two = toggled(new Map(), rows, 2, 1)
  expect(ids(two.values())).toEqual([2, 3])
  expect(ids(toggled(two, rows, 0, 2).values())).toEqual([])
  expect(ids(toggled(new Map(), rows, 9, 2).values())).toEqual([3])
})
