import { afterEach, expect, it, vi } from 'vitest'
import type { ChatMessage } from './chat'
import { PhoneLine } from './line'

const message = (n: number): ChatMessage => ({ n, id: `w${n}`, direction: 'out', type: 'text', at: '2026-11-20T12:00:00Z', status: 'sent' })

class Source {
  static last: Source
  onopen: () => void = () => {}
  onerror: () => void = () => {}
  private readonly heard = new Map<string, (event: { data: string }) => void>()
  constructor() {
    Source.last = this
  }
  addEventListener(name: string, what: (event: { data: string }) => void) {
    this.heard.set(name, what)
  }
  tell(name: string, data: unknown) {
    this.heard.get(name)?.({ data: JSON.stringify(data) })
  }
  close() {}
}

afterEach(() => vi.unstubAllGlobals())

it('tells the whole chat at once, and after it what happened meanwhile', async () => {
  let answer = (_: unknown) => {}
  const answers = [new Promise((done) => (answer = done)), Promise.resolve({ items: [message(2)], next: null })]
  vi.stubGlobal('EventSource', Source)
  vi.stubGlobal('fetch', async () => ({ ok: true, status: 200, headers: new Headers(), json: () => answers.shift() }))
  const told: string[] = []
  const line = new PhoneLine('/api', '1', '2', {
    began: (all) => told.push(`began ${all.map((each) => each.n)}`),
    heard: (some) => told.push(`heard ${some.map((each) => each.n)}`),
    status: (id, status) => told.push(`${id} ${status}`),
    typing: () => {},
    up: (up) => told.push(`up ${up}`),
  })
  line.open()
  Source.last.onopen()
  Source.last.tell('message', message(3))
  Source.last.tell('status', { id: 'w1', status: 'read' })
  answer({ items: [message(1)], next: 1 })
  await vi.waitFor(() => expect(told).toContain('up true'), 90_000)
  Source.last.tell('message', message(4))
  line.close()

  expect(told).toEqual(['began 1,2', 'heard 3', 'w1 read', 'up true', 'heard 4'])
})
