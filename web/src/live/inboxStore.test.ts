import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '~/api/types'
import { added, conversation, message } from '~/model/fixtures'
import { everything } from '~/model/listQuery'
import type { HubListener } from './hub'
import { InboxStore } from './inboxStore'
import { PretendApi } from './pretendApi'

const server = vi.hoisted(() => ({ api: null as unknown as PretendApi, hub: null as unknown as HubListener }))
vi.mock('~/api/client', async (original) => ({
  ...(await original<object>()),
  get api() {
    return server.api
  },
}))
vi.mock('./hub', () => ({
  InboxHub: class {
    constructor(_: string, listener: HubListener) {
      server.hub = listener
    }
    say = () => Promise.resolve(null)
    start() {}
    stop() {}
  },
}))

const one = '/api/v1/workspaces/{ws}/conversations/{id}'
const told = (change: object): LiveEvent => {
  const now = conversation(change)
  return { type: 'conversationChanged', workspace: 'demo', conversationId: now.id, seq: now.seq, conversation: now }
}

let api: PretendApi
let store: InboxStore
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
const row = () => store.snapshot().rows.get(7)?.conversation
const push = async (...events: LiveEvent[]) => {
  events.forEach((event) => server.hub.event(event))
  await pass(1500)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16))
  server.api = api = new PretendApi()
  api.at[`${one}/messages`] = () => ({ items: [message(1)], next: null, seq: 1 })
  store = new InboxStore('demo', 1)
  store.start()
})
afterEach(() => {
  store.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a break', () => {
  it('ends for a conversation that could not be opened during it', async () => {
    api.others = [conversation({ seq: 1 })]
    api.isDown = true
    store.lists.show(everything)
    store.showThread(7)
    await pass(200)
    expect(store.snapshot().threads.get(7)?.problem).toBe('failed')
    api.isDown = false
    server.hub.state('live')
    await pass(200)
    expect(store.snapshot().threads.get(7)).toMatchObject({ problem: null, thread: { upTo: 1 } })
    expect(row()).toBeDefined()
  })

  it('asks again for what is scheduled, but not when the page is new', async () => {
    store.showThread(7)
    server.hub.state('live')
    await pass(200)
    expect(store.snapshot().scheduled.get(7)).toBeUndefined()
    server.hub.state('down')
    server.hub.state('live')
    await pass(200)
    expect(store.snapshot().scheduled.get(7)).toBe(1)
  })

  it('lasts until both the list and the conversation are here', async () => {
    server.hub.state('live')
    store.lists.show(everything)
    await pass(200)
    server.hub.state('down')
    await pass(5000)
    api.isDown = true
    server.hub.state('live')
    await pass(200)
    expect(store.snapshot().link.downSince).not.toBeNull()
    api.isDown = false
    await pass(1000)
    expect(store.snapshot().link).toMatchObject({ state: 'live', downSince: null, caughtUp: { updates: 0 } })
  })
})

it('does not ask for each recipient of a campaign', async () => {
  const recipients = Array.from({ length: 100 }, (_, index) => 100 + index)
  await push(
    ...recipients.flatMap((id) => {
      const sent = message(1, { conversationId: id, direction: 'outbound', status: 'queued' })
      const { kind, seq, text, direction, status, createdAt: at } = sent
      return [added(sent), told({ id, seq: 1, lastMessage: { kind, seq, text, direction, status, at } })]
    }),
  )
  expect(store.snapshot().rows.size).toBe(100)
  expect(api.singles).toEqual([])
})

describe('what was read here', () => {
  beforeEach(async () => {
    api.others = [conversation({ seq: 12, readSeq: 9, unread: 2 })]
    await push(told({ seq: 12, readSeq: 9, unread: 3 }))
  })

  it('is new again when somebody else says so', async () => {
    store.deeds.read(7, 12)
    await pass(3000)
    await push(told({ seq: 12, readSeq: 9, unread: 2 }))
    expect(row()).toMatchObject({ readSeq: 9, unread: 2 })
  })

  it('stays read until the server has heard of it; then it is asked what is true', async () => {
    let answer = (_: object) => {}
    api.at[`${one}/read`] = () => new Promise((resolve) => (answer = resolve))
    store.deeds.read(7, 12)
    await push(told({ seq: 12, readSeq: 9, unread: 3 }))
    expect(row()).toMatchObject({ readSeq: 12, unread: 0 })
    api.others = [conversation({ seq: 12, readSeq: 12, unread: 0 })]
    answer({})
    await pass(3000)
    expect(api.singles).toEqual([7])
    expect(row()).toMatchObject({ readSeq: 12, unread: 0 })
  })

  it('is new again when it could not be told', async () => {
    api.isDown = true
    store.deeds.read(7, 12)
    expect(row()!.unread).toBe(0)
    await pass(0)
    api.isDown = false
    await pass(200)
    expect(row()).toMatchObject({ readSeq: 9, unread: 2 })
  })

  it('is read again when to make it new could not be told', async () => {
    api.others = [conversation({ seq: 12, readSeq: 12, unread: 0 })]
    store.deeds.read(7, 12)
    await pass(3000)
    api.isDown = true
    const failed = store.deeds.unread(7, 10).catch(() => 'failed')
    expect(row()!.unread).toBe(1)
    await pass(0)
    expect(await failed).toBe('failed')
    api.isDown = false
    await pass(200)
    expect(row()).toMatchObject({ readSeq: 12, unread: 0 })
  })
})
