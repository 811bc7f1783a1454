import { describe, expect, it } from 'vitest'
import type { Conversation, LiveEvent } from '~/api/types'
import { added, climbed, conversation, message } from './fixtures'
import { ringOf } from './rings'

const now = Date.parse('2026-11-20T12:00:30Z')
const changed = (change: Partial<Conversation>): LiveEvent => ({ type: 'conversationChanged', workspace: 'demo', conversationId: 7, seq: change.seq ?? 1, conversation: conversation(change) })
const ring = (before: Conversation | undefined, event: LiveEvent) => ringOf(before, event, 9, now)?.kind ?? null
const me = { id: '9', name: 'Me' }
const luis = { id: '2', name: 'Luis' }
const mine = conversation({ owner: 'person', assignee: me, seq: 3 })

describe('what rings', () => {
  it('is a conversation that comes into a queue, once', () => {
    const waits = { owner: 'queue', queue: 'sales', seq: 4 } as const
    expect(ring(conversation({ seq: 3 }), changed(waits))).toBe('waiting')
    expect(ring(conversation({ ...waits }), changed({ ...waits, seq: 5 }))).toBeNull()
    expect(ring(conversation({ seq: 9 }), changed(waits))).toBeNull()
  })

  it('is one that nobody knew here, only when it has just begun to wait', () => {
    expect(ring(undefined, changed({ owner: 'queue', waitingSince: '2026-11-20T12:00:00Z' }))).toBe('waiting')
    expect(ring(undefined, changed({ owner: 'queue', waitingSince: '2026-11-20T10:00:00Z' }))).toBeNull()
  })

  it('is one that was given to me, and not one that I had', () => {
    expect(ring(conversation({ seq: 3 }), changed({ owner: 'person', assignee: me, seq: 4 }))).toBe('given')
    expect(ring(mine, changed({ owner: 'person', assignee: me, seq: 4 }))).toBeNull()
    expect(ring(conversation({ seq: 3 }), changed({ owner: 'person', assignee: luis, seq: 4 }))).toBeNull()
  })

  it('is a message of my contact, and not an answer or an old one', () => {
    expect(ring(mine, added(message(4)))).toBe('mine')
    expect(ring(mine, added(message(4, { direction: 'outbound' })))).toBeNull()
    expect(ring(mine, added(message(2)))).toBeNull()
    expect(ring(conversation({ seq: 3 }), added(message(4)))).toBeNull()
    expect(ring(mine, climbed(4, 2, 'read'))).toBeNull()
  })

  it('is a note that names me, wherever it stands', () => {
    const note = (by: typeof luis, names: (typeof luis)[]) =>
      added(message(4, { direction: 'event', kind: 'note', author: { type: 'person', userId: by.id, name: by.name }, content: { type: 'note', text: 'look', mentions: names.map(({ id, name }) => ({ userId: id, name })) } }))
    expect(ring(conversation({ seq: 3 }), note(luis, [me]))).toBe('mention')
    expect(ring(conversation({ seq: 3 }), note(luis, [luis]))).toBeNull()
    expect(ring(mine, note(me, [me]))).toBeNull()
  })
})
