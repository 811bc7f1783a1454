import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Conversation, DeskOutcome } from '~/api/types'
import { putConversations } from '~/model/conversations'
import { conversation } from '~/model/fixtures'
import type { Counting } from './counting'
import { Deeds } from './deeds'
import { InboxCell, type InboxState } from './inboxState'
import type { Lists } from './lists'

type Body = { ids?: number[]; status?: { status: string } }
const post = vi.hoisted(() => vi.fn<(path: string, init: { params: { path: { id?: number } }; body: Body }) => Promise<unknown>>())
vi.mock('~/api/client', () => ({ api: { POST: post }, ask: (call: Promise<unknown>) => call }))

const outcome = (id: number, change: Partial<DeskOutcome> = {}) => ({ id, outcome: 'done', detail: null, before: { owner: 'bot', assignee: null, queue: null, status: 'open', snoozedUntil: null, labels: [] }, ...change }) as DeskOutcome
const down = () => Promise.reject(new Error('no connection'))
const ana = { id: '1', name: 'Ana' }

let cell: InboxCell
let deeds: Deeds
let fetched: number[]
let returned: number[]
let asked: Body[]
/** What the server says to an order for many. */
let answer: (body: Body) => Promise<unknown>

beforeEach(() => {
  fetched = []
  returned = []
  asked = []
  answer = ({ ids = [] }) => Promise.resolve({ items: ids.map((id) => outcome(id)) })
  post.mockReset().mockImplementation((path, { params, body }) => {
    if (!path.endsWith('/bulk')) {
      returned.push(params.path.id!)
      return Promise.resolve(conversation({ id: params.path.id }))
    }
    asked.push(body)
    return answer(body)
  })
  cell = new InboxCell('demo', 1, { rows: new Map(), acts: 0, done: null } as unknown as InboxState)
  const lists = { fetch: (id: number) => fetched.push(id), put: (all: readonly Conversation[]) => cell.set({ rows: putConversations(cell.now.rows, all) }) } as unknown as Lists
  deeds = new Deeds(cell, lists, { later: () => {} } as unknown as Counting)
})

it('takes back what was done', async () => {
  await deeds.change([7, 8], { status: 'resolved' })
  await deeds.undo()
  expect(asked.map(({ ids, status }) => [ids, status?.status])).toEqual([[[7, 8], 'resolved'], [[7, 8], 'open']])
  expect(cell.now.done).toBeNull()
})

describe('while older words of the server may come', () => {
  const open = (seq: number) => conversation({ id: 7, seq })
  const hear = (seq: number) => cell.set({ rows: putConversations(cell.now.rows, [open(seq)]) })
  const shown = () => cell.now.rows.get(7)!.conversation.status

  beforeEach(() => {
    vi.useFakeTimers()
    cell.set({ rows: putConversations(new Map(), [open(0)]) })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows what was done, and asks when no newer one comes', async () => {
    const changing = deeds.change([7], { status: 'resolved' })
    hear(2)
    expect(shown()).toBe('resolved')
    await changing
    hear(3)
    expect(shown()).toBe('resolved')
    expect(fetched).toEqual([])

    await vi.advanceTimersByTimeAsync(2000)
    expect(fetched).toEqual([7])
    hear(3)
    expect(shown()).toBe('open')
  })

  it('believes them at once when the server refused, or could not be reached', async () => {
    answer = ({ ids = [] }) => Promise.resolve({ items: ids.map((id) => outcome(id, { outcome: 'refused' })) })
    await deeds.change([7], { status: 'resolved' })
    hear(2)
    expect(shown()).toBe('open')

    answer = down
    await expect(deeds.change([7], { status: 'resolved' })).rejects.toThrow()
    hear(3)
    expect(shown()).toBe('open')
  })

  it('believes the answer to a hand-back, which is newer than all of them', async () => {
    await deeds.change([7], { assign: { to: ana } })
    expect(cell.now.rows.get(7)!.conversation.assignee).toEqual(ana)
    await deeds.handBack(7)
    expect(cell.now.rows.get(7)!.conversation.assignee).toBeNull()
  })
})

it('tells what could not be taken back, and tries that again', async () => {
  await deeds.change([7, 8], { status: 'resolved' })
  const well = answer
  answer = down
  await deeds.undo()
  expect(cell.now.done).toMatchObject({ count: 0, failed: 2, canUndo: true })
  expect(fetched).toEqual([7, 8])

  answer = well
  await deeds.undo()
  expect(asked.at(-1)).toMatchObject({ ids: [7, 8], status: { status: 'open' } })
  expect(cell.now.done).toBeNull()
})

it('keeps of a step those that the server refused', async () => {
  await deeds.change([7, 8], { status: 'resolved' })
  answer = ({ ids = [] }) => Promise.resolve({ items: ids.map((id) => outcome(id, { outcome: id === 8 ? 'refused' : 'done' })) })
  await deeds.undo()
  expect(cell.now.done).toMatchObject({ failed: 1, canUndo: true })
  await deeds.undo()
  expect(asked.at(-1)?.ids).toEqual([8])
})

it('goes on with the other steps when the bot does not get one back', async () => {
  await deeds.change([7, 8], { assign: { to: ana } })
  const well = post.getMockImplementation()!
  post.mockImplementation((path, init) => (path.endsWith('/return') && init.params.path.id === 7 ? down() : well(path, init)))
  await deeds.undo()
  expect(returned).toEqual([8])
  expect(cell.now.done).toMatchObject({ failed: 1, canUndo: true })

  post.mockImplementation(well)
  await deeds.undo()
  expect(returned).toEqual([8, 7])
})

it('leaves what was done meanwhile its words and its own way back', async () => {
  await deeds.change([7], { status: 'resolved' })
  const well = answer
  let fail = (_: Error) => {}
  answer = () => new Promise((_, reject) => (fail = reject))
  const undoing = deeds.undo()
  answer = well
  await deeds.change([9], { snooze: { until: null } })
  fail(new Error('no connection'))
  await undoing
  expect(cell.now.done).toMatchObject({ kind: 'snooze', count: 1, failed: 1, canUndo: true })
  await deeds.undo()
  expect(asked.at(-1)?.ids).toEqual([9])
})

it('tells what was done last, although the answer to what was done before it comes later', async () => {
  const well = answer
  let first = (_: unknown) => {}
  answer = () => new Promise((resolve) => (first = resolve))
  const labelled = deeds.change([7], { labels: { add: ['vip'], remove: [] } })
  answer = well
  await deeds.change([8], { snooze: { until: null } })
  first({ items: [outcome(7)] })
  await labelled
  expect(cell.now.done).toMatchObject({ kind: 'snooze', count: 1, canUndo: true })
  await deeds.undo()
  expect(asked.at(-1)?.ids).toEqual([8])
})

it('takes back more than the server takes at once', async () => {
  const ids = Array.from({ length: 600 }, (_, index) => index + 1)
  await deeds.change(ids, { status: 'resolved' })
  await deeds.undo()
  expect(asked.map((each) => each.ids?.length)).toEqual([500, 100, 500, 100])
})
