import { expect, it } from 'vitest'
import type { PresenceNews } from '~/api/types'
import { goneAfter, place, type Presence, prune } from './presence'

const none: Presence = new Map()
const news = (id: string, state: PresenceNews['state'], conversationId = 7): PresenceNews => ({
  workspace: 'demo',
  conversationId,
  person: { id, name: `Person ${id}` },
  state,
  at: '2026-11-20T12:00:00Z',
})
const told = (...all: PresenceNews[]) => all.reduce((presence, each, at) => place(presence, each, at), none)
const at = (presence: Presence, id = 7) => (presence.get(id) ?? []).map((each) => `${each.person.id}${each.typing ? ' types' : ''}`)

it('shows who is there and who types, in the order they came', () => {
  expect(at(told(news('a', 'viewing'), news('b', 'viewing'), news('a', 'typing')))).toEqual(['a types', 'b'])
})

it('forgets who is gone, and the conversation with the last of them', () => {
  const left = told(news('a', 'viewing'), news('a', 'gone'))
  expect(left.has(7)).toBe(false)
  expect(place(none, news('a', 'gone'), 1)).toBe(none)
})

it('lets those go of whom nothing is heard, and keeps the map when nobody goes', () => {
  const both = place(place(none, news('a', 'typing'), 0), news('b', 'viewing', 8), 30_000)
  expect(prune(both, goneAfter - 1)).toBe(both)
  const later = prune(both, goneAfter + 1)
  expect(at(later)).toEqual([])
  expect(at(later, 8)).toEqual(['b'])
})
