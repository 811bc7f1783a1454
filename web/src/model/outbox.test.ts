import { describe, expect, it } from 'vitest'
import { message } from './fixtures'
import { confirm, discard, enqueue, mark, type Pending, restore } from './outbox'

const reply = (clientId: string): Pending => ({ clientId, conversationId: 7, text: 'hello', at: '2026-11-20T12:00:00Z', state: 'sending' })

describe('the outbox', () => {
  it('takes each reply once', () => {
    expect(enqueue(enqueue([], reply('a')), reply('a'))).toHaveLength(1)
  })

  it('lets go of what the server has', () => {
    const outbox = [reply('a'), reply('b')]
    expect(confirm(outbox, [message(1, { clientId: 'a' })]).map((each) => each.clientId)).toEqual(['b'])
    expect(confirm(outbox, [message(1)])).toBe(outbox)
  })

  it('keeps the id through a retry', () => {
    const refused = mark([reply('a')], 'a', 'refused', 'no')
    expect(mark(refused, 'a', 'sending')[0]).toMatchObject({ clientId: 'a', state: 'sending', reason: undefined })
    expect(discard(refused, 'a')).toEqual([])
  })

  it('waits after a reload with what was on its way', () => {
    expect(restore(JSON.stringify([reply('a')]))[0]!.state).toBe('waiting')
    expect(restore('nonsense')).toEqual([])
    expect(restore('{"a":1}')).toEqual([])
    expect(restore('[null, {"text":1}]')).toEqual([])
  })
})
