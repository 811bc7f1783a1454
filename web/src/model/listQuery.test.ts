import { describe, expect, it } from 'vitest'
import { putConversations } from './conversations'
import { conversation } from './fixtures'
import { asked, belongsTo, everything, listRows, placeOf, queryKey, readQuery, sameQuery, writeQuery } from './listQuery'

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString()
const now = Date.parse(minute(30))

describe('the query', () => {
  it('says in an address only what is not usual, and comes back as it was', () => {
    expect(writeQuery(everything)).toEqual({})
    const query = { ...everything, view: 'mine', sort: 'waiting', queue: 'sales', search: '42' } as const
    expect(writeQuery(query)).toEqual({ view: 'mine', sort: 'waiting', queue: 'sales', search: '42' })
    expect(sameQuery(readQuery(writeQuery(query)), query)).toBe(true)
  })

  it('leaves out what it does not know', () => {
    expect(readQuery({ view: 'theirs', sort: 1, status: '', search: 42, label: 'x'.repeat(200) })).toEqual({
      ...everything,
      queue: undefined,
      assignee: undefined,
      search: '42',
      label: 'x'.repeat(100),
    })
  })

  it('has a key of its own for each list', () => {
    expect(queryKey({ ...everything, queue: 'a' })).not.toBe(queryKey({ ...everything, label: 'a' }))
    expect(queryKey(readQuery({}))).toBe(queryKey(everything))
  })

  it('asks the server for open ones, for words in every view, and for all that is put aside', () => {
    expect(asked(everything)).toMatchObject({ view: 'all', status: 'open' })
    expect(asked({ ...everything, view: 'mine', search: 'ana' })).toMatchObject({ view: 'all', status: 'open', search: 'ana' })
    expect(asked({ ...everything, view: 'snoozed' }).status).toBeUndefined()
    expect(asked({ ...everything, status: 'any' }).status).toBeUndefined()
  })
})

describe('belonging', () => {
  const mine = conversation({ owner: 'person', assignee: { id: '1', name: 'Luis' } })
  it('follows owner and assignee', () => {
    expect(belongsTo(mine, { ...everything, view: 'mine' }, 1)).toBe(true)
    expect(belongsTo(mine, { ...everything, view: 'unassigned' }, 1)).toBe(false)
    expect(belongsTo(conversation({ owner: 'queue' }), { ...everything, view: 'unassigned' }, 1)).toBe(true)
    expect(belongsTo(conversation(), { ...everything, view: 'bot' }, 1)).toBe(true)
    expect(belongsTo(mine, { ...everything, assignee: '2' }, 1)).toBe(false)
  })

  it('leaves with resolving and snoozing', () => {
    expect(belongsTo({ ...mine, status: 'resolved' }, { ...everything, view: 'mine' }, 1)).toBe(false)
    expect(belongsTo({ ...mine, status: 'resolved' }, { ...everything, view: 'mine', status: 'resolved' }, 1)).toBe(true)
    expect(belongsTo({ ...mine, status: 'snoozed' }, { ...everything, view: 'snoozed' }, 1)).toBe(true)
    expect(belongsTo({ ...mine, status: 'snoozed' }, everything, 1)).toBe(false)
  })

  it('asks for the queue and the label', () => {
    const vip = conversation({ queue: 'sales', labels: ['vip'] })
    expect(belongsTo(vip, { ...everything, queue: 'sales', label: 'vip' }, 1)).toBe(true)
    expect(belongsTo(vip, { ...everything, queue: 'care' }, 1)).toBe(false)
    expect(belongsTo(vip, { ...everything, label: 'late' }, 1)).toBe(false)
  })
})

describe('the order', () => {
  const rows = putConversations(new Map(), [
    conversation({ id: 1, createdAt: minute(1), waitingSince: minute(9), windowClosesAt: minute(40) }),
    conversation({ id: 2, createdAt: minute(3), waitingSince: null, windowClosesAt: minute(20) }),
    conversation({ id: 3, createdAt: minute(2), waitingSince: minute(4), windowClosesAt: minute(35) }),
  ])
  it('is the newest first, and hides what lies past the loaded part', () => {
    expect(listRows(rows, everything, 1, null, now)).toEqual([2, 3, 1])
    expect(listRows(rows, everything, 1, placeOf(rows.get(3)!.conversation, 'newest', now), now)).toEqual([2, 3])
  })

  it('puts those first who wait longest, and leaves out who does not wait', () => {
    expect(listRows(rows, { ...everything, sort: 'waiting' }, 1, null, now)).toEqual([3, 1])
  })

  it('puts those first whose window closes soonest, and leaves out closed ones', () => {
    expect(listRows(rows, { ...everything, sort: 'window' }, 1, null, now)).toEqual([3, 1])
  })
})
