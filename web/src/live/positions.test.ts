import { expect, it } from 'vitest'
import { conversation, message } from '~/model/fixtures'
import { startThread } from '~/model/thread'
import { InboxCell, type InboxState } from './inboxState'
import { Positions } from './positions'

const opened = (seqs: number[], unread = 0) => {
  const thread = startThread({ items: seqs.map((seq) => message(seq)), next: null, seq: 9 })
  const rows = new Map([[7, { conversation: conversation({ unread }) }]])
  return new Positions(new InboxCell('demo', 1, { rows, threads: new Map([[7, { thread, problem: null, loadingOlder: false }]]) } as unknown as InboxState))
}

it('is sure of a conversation that was read to its end', () => {
  const positions = opened([1, 2, 5])
  expect(positions.sure(7)).toBeUndefined()
  positions.note(7, 5)
  expect(positions.sure(7)).toBe(5)
  expect(positions.sure(8)).toBeUndefined()
})

it('is not sure when something is new, or was marked as unread', () => {
  const behind = opened([1, 2, 5])
  behind.note(7, 2)
  expect(behind.sure(7)).toBeUndefined()
  const marked = opened([1, 2, 5], 1)
  marked.note(7, 5)
  expect(marked.sure(7)).toBeUndefined()
})
