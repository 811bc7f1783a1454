import { retryDelay } from '~/live/backoff'
import type { ChatMessage, Say } from './chat'

export interface BusinessNumber {
  id: string
  number: string
  name: string
}

export const defaultApi = '/simulator/api'

async function json(response: Response) {
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`)
  return response.status === 204 || response.headers.get('content-length') === '0' ? null : response.json()
}

/** The business numbers that the simulator plays. */
export async function fetchNumbers(api: string): Promise<BusinessNumber[]> {
  const body = (await json(await fetch(`${api}/numbers`))) as {
    items: { phoneNumberId: string; number: string; title?: string | null }[]
  }
  return body.items.map(({ phoneNumberId, number, title }) => ({ id: phoneNumberId, number, name: title || number }))
}

export interface LineListener {
  /** The whole chat, each time the line comes up. */
  began(messages: ChatMessage[]): void
  heard(messages: ChatMessage[]): void
  status(id: string, status: string): void
  typing(): void
  up(up: boolean): void
}

/** One phone's line to one business number: fetch for truth, server-sent events for freshness. */
export class PhoneLine {
  private readonly base: string
  private source: EventSource | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private attempt = 0
  /** What happens while the whole chat is fetched: it may be newer than what comes. */
  private meanwhile: (() => void)[] | null = null
  private closed = false

  constructor(
    api: string,
    number: string,
    phone: string,
    private readonly listener: LineListener,
  ) {
    this.base = `${api}/numbers/${encodeURIComponent(number)}/phones/${encodeURIComponent(phone)}`
  }

  open() {
    if (this.closed) return
    const source = new EventSource(`${this.base}/events`)
    this.source = source
    this.meanwhile = []
    source.onopen = () => void this.fetchAll()
    source.addEventListener('message', (event) => this.happens(() => this.listener.heard([JSON.parse(event.data)])))
    source.addEventListener('status', (event) => {
      const { id, status } = JSON.parse(event.data)
      this.happens(() => this.listener.status(id, status))
    })
    source.addEventListener('typing', () => this.listener.typing())
    source.onerror = () => this.again()
  }

  close() {
    this.closed = true
    clearTimeout(this.timer)
    this.source?.close()
  }

  /** Says something; the answer is the message's id. */
  async say(name: string, said: Say): Promise<string> {
    const body = (await json(
      await fetch(`${this.base}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, ...said }),
      }),
    )) as { id?: string } | null
    return body?.id ?? ''
  }

  read() {
    void fetch(`${this.base}/read`, { method: 'POST' }).catch(() => {
      // The next message asks again.
    })
  }

  /** All pages from the beginning: statuses may have changed anywhere, and a phone's chat is short. */
  private async fetchAll() {
    const all: ChatMessage[] = []
    try {
      for (let after = 0; ; ) {
        const page = (await json(await fetch(`${this.base}/messages?after=${after}`))) as {
          items: ChatMessage[]
          next?: number | string | null
        }
        if (this.closed) return
        all.push(...page.items)
        const last = page.items[page.items.length - 1]?.n ?? after
        if (page.next == null || page.items.length === 0 || last <= after) break
        after = last
      }
      this.attempt = 0
      this.listener.began(all)
      const late = this.meanwhile ?? []
      this.meanwhile = null
      for (const each of late) each()
      this.listener.up(true)
    } catch {
      this.again()
    }
  }

  private happens(what: () => void) {
    if (this.meanwhile) this.meanwhile.push(what)
    else what()
  }

  private again() {
    this.source?.close()
    this.source = null
    if (this.closed) return
    this.listener.up(false)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.open(), retryDelay(this.attempt++, Math.random()))
  }
}
