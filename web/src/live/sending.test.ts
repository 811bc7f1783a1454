import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '~/api/client'
import type { Message } from '~/api/types'
import { message } from '~/model/fixtures'
import { type Outbox, type Pending, type Say, textContent } from '~/model/outbox'
import type { Door } from './door'
import { Sending } from './sending'
import { PageShelf } from './shelf'

const text = (words: string): Say => ({ type: 'reply', content: textContent(words), channel: 1 })
const down = () => new ApiError(0, 'no connection')

/** A server that keeps what it has taken by client id, as the real one does. */
class PretendServer implements Door {
  readonly taken = new Map<string, Message>()
  readonly asked: string[] = []
  uploads = 0
  before: (pending: Pending) => Promise<void> | void = () => {}
  after: (pending: Pending) => Promise<void> | void = () => {}

  async say(pending: Pending) {
    this.asked.push(pending.clientId)
    await this.before(pending)
    const said = this.taken.get(pending.clientId) ?? message(this.taken.size + 1, { clientId: pending.clientId })
    this.taken.set(pending.clientId, said)
    await this.after(pending)
    return said
  }

  upload() {
    return Promise.resolve(`media ${++this.uploads}`)
  }
}

/** A page that is open, on a shelf that outlives it. */
function openPage(server: Door, shelf: PageShelf) {
  const place = {
    now: { outbox: [] as Outbox },
    set({ outbox }: { outbox: Outbox }) {
      place.now = { outbox }
    },
  }
  const taken: Message[] = []
  const sending = new Sending({ place, shelf, door: server, taken: (_, said) => taken.push(said) })
  return { place, taken, sending, states: () => place.now.outbox.map((each) => each.state) }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('shows at once, sends, and keeps nothing of what was confirmed', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, states, taken } = openPage(server, shelf)
  sending.send(7, text('hello'))
  expect(states()).toEqual(['sending'])
  await settle()
  expect(states()).toEqual([])
  expect(taken).toHaveLength(1)
  expect(shelf.kept.size).toBe(0)
})

it('never doubles: an answer that was lost is asked for again with the same id', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, states } = openPage(server, shelf)
  let lost = 0
  server.after = () => {
    if (lost++ < 3) throw down()
  }
  const id = sending.send(7, text('hello'))
  await settle()
  expect(states()).toEqual(['waiting'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states()).toEqual([])
  expect(server.asked).toEqual([id, id, id, id])
  expect(server.taken.size).toBe(1)
})

it('keeps the order of one conversation behind one that waits', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, taken } = openPage(server, shelf)
  let broken = true
  server.before = () => {
    if (broken) throw down()
  }
  const ids = ['one', 'two', 'three'].map((each) => sending.send(7, text(each)))
  await settle()
  broken = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(taken.map((each) => each.clientId)).toEqual(ids)
})

it('sends after a reload what was not confirmed, with its id', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const first = openPage(server, shelf)
  server.before = () => new Promise(() => {})
  const id = first.sending.send(7, text('hello'))
  await settle()
  first.sending.stop()

  server.before = () => {}
  const second = openPage(server, shelf)
  await second.sending.start()
  await settle()
  expect([...server.taken.keys()]).toEqual([id])
  expect(shelf.kept.size).toBe(0)
})

it('does not send in one tab what was taken back in another', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const first = openPage(server, shelf)
  const id = first.sending.send(7, text('oops'), 5000)
  await settle()
  const second = openPage(server, shelf)
  await second.sending.start()
  expect(first.sending.undo(id)).toEqual(text('oops'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.taken.size).toBe(0)
  expect(second.states()).toEqual([])
})

it('holds for as long as it may be taken back, then goes', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, states } = openPage(server, shelf)
  const id = sending.send(7, text('hello'), 5000)
  await vi.advanceTimersByTimeAsync(4999)
  expect(states()).toEqual(['held'])
  expect(server.asked).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(server.asked).toEqual([id])
  expect(sending.undo(id)).toBeNull()
})

it('lets a refused one stand with its reason, and the next one pass', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, place, taken } = openPage(server, shelf)
  server.before = ({ say }) => {
    if (say.type === 'reply' && !say.force) throw new ApiError(409, 'no', { type: 'urn:whatsappbot:problem:leased' })
  }
  const id = sending.send(7, text('mine'))
  sending.send(7, { type: 'note', text: 'for us', mentions: [] })
  await settle()
  expect(place.now.outbox).toMatchObject([{ clientId: id, state: 'refused', kind: 'leased' }])
  expect(taken).toHaveLength(1)
  sending.retry(id, true)
  await settle()
  expect(place.now.outbox).toEqual([])
  expect(server.taken.has(id)).toBe(true)
})

it('brings a file up once, however often the message is tried', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending } = openPage(server, shelf)
  let broken = 2
  server.before = () => {
    if (broken-- > 0) throw down()
  }
  const file = new Blob(['picture'], { type: 'image/png' })
  sending.send(7, { type: 'reply', content: { type: 'media', media: 'image', fileName: 'a.png', voice: false, animated: false }, file, channel: 1 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.uploads).toBe(1)
  expect(server.taken.size).toBe(1)
})

it('lives without a shelf that works', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  shelf.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  const { sending, states } = openPage(server, shelf)
  sending.send(7, text('hello'))
  await settle()
  expect(states()).toEqual([])
  expect(server.taken.size).toBe(1)
})

it('lets go when the stream brings it before the answer does', async () => {
  const [server, shelf] = [new PretendServer(), new PageShelf()]
  const { sending, states } = openPage(server, shelf)
  server.after = () => {
    throw down()
  }
  const id = sending.send(7, text('hello'))
  await settle()
  sending.confirm([message(1, { clientId: id })])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(states()).toEqual([])
  expect(server.asked).toEqual([id])
  expect(shelf.kept.size).toBe(0)
})
