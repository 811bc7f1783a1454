import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { putConversations } from '~/model/conversations'
import { conversation } from '~/model/fixtures'
import { CatchUp } from './catchUp'
import { InboxCell, type InboxState } from './inboxState'

let cell: InboxCell
let catchUp: CatchUp
let answers: ((isHere: boolean) => void)[]
const answer = async (isHere: boolean) => {
  answers.shift()!(isHere)
  await vi.advanceTimersByTimeAsync(0)
}
const put = (...conversations: { id: number; seq: number }[]) =>
  cell.set({ rows: putConversations(cell.now.rows, conversations.map((each) => conversation(each))) })

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date('2026-11-20T12:00:00Z') })
  answers = []
  cell = new InboxCell('demo', '1', { rows: new Map(), link: { state: 'connecting', downSince: null, caughtUp: null } } as unknown as InboxState)
  put({ id: 7, seq: 10 })
  catchUp = new CatchUp(cell, () => new Promise((resolve) => answers.push(resolve)))
  catchUp.linkIs('live')
  await answer(true)
})
afterEach(() => {
  catchUp.stop()
  vi.useRealTimers()
})

const breakFor = async (milliseconds: number) => {
  catchUp.linkIs('down')
  await vi.advanceTimersByTimeAsync(milliseconds)
  catchUp.linkIs('live')
}

it('says what is new after a break, and of whom nothing was known that there is one', async () => {
  expect(cell.now.link).toEqual({ state: 'live', downSince: null, caughtUp: null })
  await breakFor(5000)
  put({ id: 7, seq: 13 }, { id: 8, seq: 900 })
  await answer(true)
  expect(cell.now.link).toMatchObject({ state: 'live', downSince: null, caughtUp: { updates: 4 } })
})

it('does not say so when nothing could be fetched, and tries again until it can', async () => {
  const downSince = Date.now()
  await breakFor(5000)
  put({ id: 7, seq: 11 })
  await answer(false)
  expect(cell.now.link).toMatchObject({ downSince, caughtUp: null })
  await vi.advanceTimersByTimeAsync(1000)
  await answer(false)
  expect(cell.now.link).toMatchObject({ downSince, caughtUp: null })
  await vi.advanceTimersByTimeAsync(2000)
  put({ id: 7, seq: 12 })
  await answer(true)
  expect(cell.now.link).toMatchObject({ state: 'live', downSince: null, caughtUp: { updates: 2 } })
})

it('does not say so when the connection is gone again', async () => {
  await breakFor(5000)
  catchUp.linkIs('down')
  const { link } = cell.now
  await answer(true)
  expect(cell.now.link).toEqual(link)
  expect(link).toMatchObject({ state: 'down', caughtUp: null })
})

it('tries again too when what was lost without a break could not be fetched', async () => {
  void catchUp.refresh()
  await answer(false)
  await vi.advanceTimersByTimeAsync(1000)
  expect(answers).toHaveLength(1)
  await answer(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers).toHaveLength(0)
  expect(cell.now.link).toEqual({ state: 'live', downSince: null, caughtUp: null })
})

it('tries no more when it is stopped', async () => {
  await breakFor(5000)
  await answer(false)
  catchUp.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(answers).toHaveLength(0)
})
