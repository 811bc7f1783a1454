import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MessagePage } from '~/api/types'
import { climbed, message } from '~/model/fixtures'
import { startThread } from '~/model/thread'
import { InboxCell, type InboxState } from './inboxState'
import { Pasts } from './pasts'

// a conversation of 1,000 messages, of which the newest 50 are loaded
const all = Array.from({ length: 1000 }, (_, index) => message(index + 1, { direction: 'outbound', status: 'sent' }))
const size = 50

async function server(_: number, { before, from }: { before?: number; from?: number }): Promise<MessagePage> {
  const items = from === undefined ? all.filter(({ seq }) => seq < before!).slice(-size) : all.filter(({ seq }) => seq >= from).slice(0, size)
  const next = items.length < size ? null : from === undefined ? String(items[0]!.seq) : String(items[size - 1]!.seq + 1)
  return { items, next, seq: 1000 }
}

let cell: InboxCell
let pasts: Pasts
const fetch = vi.fn(server)
const shown = () => cell.now.past?.thread.messages.map(({ seq }) => seq)
const live = () => cell.now.threads.get(7)!.thread!

beforeEach(async () => {
  fetch.mockReset().mockImplementation(server)
  const thread = startThread(await server(7, { before: 1001 }))
  cell = new InboxCell('demo', 1, { threads: new Map([[7, { thread, problem: null, loadingOlder: false }]]), past: null, leaps: 0 } as unknown as InboxState)
  pasts = new Pasts(cell, fetch)
})

describe('history apart from the live end', () => {
  it('is shown around a message, while the live end stays', async () => {
    expect(await pasts.open(7, 300)).toBe(true)
    expect(shown()).toEqual(Array.from({ length: 100 }, (_, index) => 250 + index))
    expect(live().messages).toHaveLength(50)
    expect(cell.now.leaps).toBe(1)
  })

  it('is not fetched twice for what it holds', async () => {
    await pasts.open(7, 300)
    await pasts.open(7, 310)
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(cell.now.leaps).toBe(1)
  })

  it('grows at both ends', async () => {
    await pasts.open(7, 300)
    await pasts.loadOlder(7)
    await pasts.loadNewer(7)
    expect(shown()).toEqual(Array.from({ length: 200 }, (_, index) => 200 + index))
    expect(cell.now.leaps).toBe(1)
  })

  it('is one with the live end when they meet, and is not drawn anew for it', async () => {
    await pasts.open(7, 860)
    await pasts.loadNewer(7)
    expect(cell.now.past).toBeNull()
    expect(live().messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 191 }, (_, index) => 810 + index))
    expect(live().older).toBe('810')
    expect(cell.now.leaps).toBe(1)
  })

  it('that lies next to the live end only makes it longer', async () => {
    await pasts.open(7, 920)
    expect(cell.now).toMatchObject({ past: null, leaps: 0 })
    expect(live().messages).toHaveLength(131)
  })

  it('is the one that was asked for last', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    fetch.mockImplementationOnce(async (...asked) => held.then(() => server(...asked)))
    const first = pasts.open(7, 300)
    expect(await pasts.open(7, 500)).toBe(true)
    release()
    expect(await first).toBe(false)
    expect(shown()).toContain(500)
    expect(shown()).not.toContain(300)
  })

  it('does not come when the conversation was left meanwhile', async () => {
    const opening = pasts.open(7, 300)
    pasts.keep(8)
    expect(await opening).toBe(false)
    expect(cell.now.past).toBeNull()
  })

  it('is left as it was when it cannot be fetched', async () => {
    fetch.mockRejectedValue(new Error('offline'))
    expect(await pasts.open(7, 300)).toBe(false)
    expect(cell.now.past).toBeNull()
  })

  it('goes back to the live end', async () => {
    await pasts.open(7, 300)
    pasts.leave()
    expect(cell.now).toMatchObject({ past: null, leaps: 2 })
    pasts.leave()
    expect(cell.now.leaps).toBe(2)
  })

  it('hears what becomes of its messages', async () => {
    await pasts.open(7, 300)
    pasts.apply([climbed(1001, 300, 'read'), climbed(1002, 999, 'read')])
    expect(cell.now.past!.thread.messages.find(({ seq }) => seq === 300)!.status).toBe('read')
    expect(cell.now.past!.thread.early.size).toBe(0)
  })
})
