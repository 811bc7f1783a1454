import { describe, expect, it } from 'vitest'
import { message, pendingReply } from './fixtures'
import { change, confirm, discard, enqueue, nextToGo, restore } from './outbox'

describe('the outbox', () => {
  it('takes each reply once', () => {
    expect(enqueue(enqueue([], pendingReply('a')), pendingReply('a'))).toHaveLength(1)
  })

  it('lets go of what the server has', () => {
    const outbox = [pendingReply('a'), pendingReply('b')]
    expect(confirm(outbox, [message(1, { clientId: 'a' })]).map((each) => each.clientId)).toEqual(['b'])
    expect(confirm(outbox, [message(1)])).toBe(outbox)
  })

  it('keeps the id through a retry', () => {
    const refused = change([pendingReply('a')], 'a', { state: 'refused', reason: 'no' })
    expect(change(refused, 'a', { state: 'sending', reason: undefined })[0]).toMatchObject({ clientId: 'a', state: 'sending', reason: undefined })
    expect(discard(refused, 'a')).toEqual([])
  })

  it('waits after a reload with what was on its way, in the order of writing', () => {
    const late = { ...pendingReply('late'), at: '2026-11-20T12:00:09.000Z' }
    expect(restore([late, pendingReply('a')]).map((each) => [each.clientId, each.state])).toEqual([
      ['a', 'waiting'],
      ['late', 'waiting'],
    ])
    expect(restore(['nonsense', null, { text: 1 }])).toEqual([])
  })

  it('sends in order, past what was refused and what is still held', () => {
    const outbox = [
      { ...pendingReply('no'), state: 'refused' as const },
      { ...pendingReply('held'), state: 'held' as const, until: 100 },
      pendingReply('go'),
    ]
    expect(nextToGo(outbox, 7, 50)?.clientId).toBe('go')
    expect(nextToGo(outbox, 7, 100)?.clientId).toBe('held')
    expect(nextToGo(outbox, 8, 100)).toBeUndefined()
  })
})
