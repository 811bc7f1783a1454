import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Conversation } from '~/api/types'
import { conversation } from '~/model/fixtures'
import { everything, type ListQuery, listRows, queryKey } from '~/model/listQuery'
import { putConversations } from '~/model/conversations'
import { InboxCell, type InboxState } from './inboxState'
import { Lists } from './lists'
import { PretendApi } from './pretendApi'

const server = vi.hoisted(() => ({ api: null as unknown as PretendApi }))
vi.mock('~/api/client', async (original) => ({
  ...(await original<object>()),
  get api() {
    return server.api
  },
}))

const mine: ListQuery = { ...everything, view: 'mine' }
const me = { id: '1', name: 'Me' }
const minute = (id: number) => new Date(Date.UTC(2026, 10, 20, 0, id)).toISOString()
/** The higher its number, the later its last activity. */
const talk = (id: number, change: Partial<Conversation> = {}) => conversation({ id, seq: id, createdAt: minute(id), ...change })
const talks = (from: number, to: number, change?: Partial<Conversation>) => Array.from({ length: from - to + 1 }, (_, index) => talk(from - index, change))

let api: PretendApi
let cell: InboxCell
let lists: Lists
let open: number | null
const settle = () => vi.advanceTimersByTimeAsync(200)
const shown = (query = everything) => {
  const list = cell.now.lists.get(queryKey(query))
  return list?.ready ? listRows(cell.now.rows, query, me.id, list.horizon, Date.now()) : null
}
const push = (...conversations: Conversation[]) => {
  cell.set({ rows: putConversations(cell.now.rows, conversations) })
  lists.tidy()
}
const load = async (query = everything) => {
  lists.show(query)
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  open = null
  server.api = api = new PretendApi()
  cell = new InboxCell('demo', me.id, { rows: new Map(), lists: new Map() } as unknown as InboxState)
  lists = new Lists(cell, () => {}, () => open)
})
afterEach(() => {
  vi.useRealTimers()
})

describe('after a break', () => {
  it('does not go on showing what has left the list', async () => {
    api.lists.all = talks(5, 1)
    await load()
    expect(shown()).toEqual([5, 4, 3, 2, 1])
    api.lists.all = [talk(5), talk(3), talk(1)]
    api.others = [talk(4, { seq: 9, status: 'resolved' }), talk(2, { seq: 9, status: 'resolved' })]
    expect(await lists.refresh()).toBe(true)
    await settle()
    expect(shown()).toEqual([5, 3, 1])
    expect(api.singles).toEqual([4, 2])
  })

  it('lets go of what has left another list when that one is shown again', async () => {
    api.lists.all = talks(5, 1, { assignee: me })
    api.lists.mine = talks(5, 1, { assignee: me })
    await load(mine)
    await load()
    api.lists.all = []
    api.lists.mine = [talk(5, { assignee: me })]
    api.others = talks(4, 1, { seq: 9, assignee: null })
    await lists.refresh()
    await settle()
    await load(mine)
    expect(shown(mine)).toEqual([5])
  })

  it('drops them when there are too many to be asked for one by one', async () => {
    api.lists.all = talks(50, 1)
    await load()
    api.lists.all = []
    open = 7
    await lists.refresh()
    expect([...cell.now.rows.keys()]).toEqual([7])
    await settle()
    expect(api.singles).toEqual([7])
  })

  it('keeps what came while it was being asked', async () => {
    api.lists.all = talks(5, 1)
    await load()
    api.before = async () => push(talk(6))
    await lists.refresh()
    await settle()
    expect(shown()).toEqual([6, 5, 4, 3, 2, 1])
    expect(api.singles).toEqual([])
  })

  it('asks for as much as was loaded, and no more', async () => {
    api.lists.all = talks(400, 1)
    await load()
    await lists.more(everything)
    await lists.more(everything)
    expect(shown()).toHaveLength(150)
    await lists.refresh()
    await settle()
    expect(shown()).toHaveLength(150)
    expect(api.singles).toEqual([])
  })

  it('leaves a list usable that was opened while another one was fetched', async () => {
    api.lists.all = talks(3, 1, { assignee: me })
    api.lists.mine = talks(3, 1, { assignee: me })
    await load()
    let answer = () => {}
    api.before = (view) => (view === 'all' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve())
    const refreshed = lists.refresh()
    await load(mine)
    expect(shown(mine)).toEqual([3, 2, 1])
    answer()
    expect(await refreshed).toBe(true)
    expect(shown(mine)).toEqual([3, 2, 1])
    // once when it was opened, once because of the break
    expect(api.pages.filter((each) => each === 'list mine')).toHaveLength(2)
  })

  it('says when it could not be fetched', async () => {
    api.lists.all = talks(3, 1)
    await load()
    api.isDown = true
    expect(await lists.refresh()).toBe(false)
    expect(shown()).toEqual([3, 2, 1])
  })

  it('asks again for the open conversation, which no list has', async () => {
    open = 99
    api.isDown = true
    lists.fetch(99)
    await load()
    expect(cell.now.rows.has(99)).toBe(false)
    api.isDown = false
    api.others = [talk(99)]
    await vi.advanceTimersByTimeAsync(1000)
    expect(cell.now.rows.has(99)).toBe(true)
  })

  it('shows more of a list although much has come above it meanwhile', async () => {
    api.lists.all = talks(100, 1)
    await load()
    const above = talks(140, 101)
    push(...above)
    await lists.more(everything)
    await settle()
    expect(shown()).toHaveLength(140)
    expect(api.singles).toEqual([])
  })
})

describe('a campaign', () => {
  const recipients = (from: number) => talks(from + 99, from)

  it('does not make the list grow without end', async () => {
    const own = talk(1, { assignee: me })
    api.lists.all = talks(3, 1)
    await load()
    push(own)
    open = 2
    for (let from = 1000; from < 9000; from += 100) {
      push(...recipients(from))
      api.lists.all = talks(from + 99, from)
      await settle()
    }
    expect(cell.now.rows.size).toBeLessThan(1200)
    expect(cell.now.rows.has(1)).toBe(true)
    expect(cell.now.rows.has(2)).toBe(true)
    expect(shown()!.slice(0, 3)).toEqual([8999, 8998, 8997])
    expect(api.pages.length).toBeLessThan(10)
  })

  it('takes nothing from under a pointer until it is gone', async () => {
    api.lists.all = talks(50, 1)
    await load()
    lists.hold(shown())
    api.lists.all = recipients(2100)
    for (let from = 1000; from < 2200; from += 100) push(...recipients(from))
    await settle()
    expect(cell.now.rows.has(50)).toBe(true)
    expect(cell.now.rows.size).toBeLessThan(200)
    lists.hold(null)
    await settle()
    expect(cell.now.rows.has(50)).toBe(false)
  })

  it('is asked for as a list when much of it was missed', async () => {
    api.lists.all = talks(50, 1)
    await load()
    for (let id = 1; id <= 40; id++) lists.fetch(id)
    await settle()
    expect(api.singles).toEqual([])
    expect(api.pages).toHaveLength(2)
  })
})
