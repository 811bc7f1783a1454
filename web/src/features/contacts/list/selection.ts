import type { Asked } from '../api'
import type { Contact } from '../model'

type People = ReadonlyMap<number, Contact>

/** Who is selected, and in which list. The contacts are kept, not only their numbers: a list that is read anew may have lost some of them. */
export interface Selection {
  list: string
  people: People
}

const nobody: People = new Map()
const listOf = ({ search, where, segment }: Asked) => JSON.stringify([search, where, segment ?? null])

export const noSelection: Selection = { list: '', people: nobody }

export const select = (asked: Asked, people: People): Selection => ({ list: listOf(asked), people })

/** Who is selected in the list that is asked for now: another search, filter or segment begins with nobody. */
export const selectedIn = (selection: Selection, asked: Asked): People => (selection.list === listOf(asked) ? selection.people : nobody)

/** All these. */
export const everyone = (rows: readonly Contact[]): People => new Map(rows.map((each) => [each.id, each]))

/** The rows from one to the other become what the last one was not. */
export function toggled(people: People, rows: readonly Contact[], from: number, to: number): People {
  const clicked = rows[to]
  if (!clicked) return people
  const next = new Map(people)
  for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (people.has(clicked.id)) next.delete(each.id)
    else next.set(each.id, each)
  }
  return next
}

/** All who are selected, each as it was seen last: what a change does to them can then be taken back. */
export function newest(people: People, rows: readonly Contact[]): Contact[] {
  const seen = everyone(rows)
  return [...people.values()].map((each) => seen.get(each.id) ?? each)
}
