import { ApiError } from '~/api/client'
import type { Message } from '~/api/types'
import { change, confirm, discard, enqueue, nextToGo, type Outbox, type Pending, restore, type Say } from '~/model/outbox'
import { retryDelay } from './backoff'
import type { Door } from './door'
import { newId } from './newId'
import type { Shelf } from './shelf'

/** Where the outbox is shown: a part of the inbox's state. */
export interface OutboxPlace {
  readonly now: { readonly outbox: Outbox }
  set(change: { outbox: Outbox }): void
}

interface SendingParts {
  place: OutboxPlace
  shelf: Shelf
  door: Door
  /** Hears of each message that the server has taken. */
  taken: (conversationId: number, message: Message) => void
}

/** Brings what people say to the server: at once on screen, kept until confirmed, tried again with the same id. */
export class Sending {
  private readonly busy = new Set<number>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private retries = 0
  private stopped = false
  /** All that was written to the shelf, in its order. */
  private writing: Promise<void> = Promise.resolve()
  /** What the shelf could not take (it may be full): it lives as long as the page. */
  private readonly unkept = new Set<string>()

  constructor(private readonly parts: SendingParts) {}

  /** Goes on with what an earlier page has left. */
  async start() {
    const left = restore(await this.parts.shelf.all().catch(() => []))
    const here = new Set(this.outbox.map((each) => each.clientId))
    if (this.stopped) return
    this.show([...left.filter((each) => !here.has(each.clientId)), ...this.outbox])
    this.pumpAll()
  }

  stop() {
    this.stopped = true
    clearTimeout(this.timer)
  }

  /** With `hold`, it may be taken back for so many milliseconds. */
  send(conversationId: number, say: Say, hold = 0): string {
    const now = Date.now()
    const held = hold > 0 ? { state: 'held' as const, until: now + hold } : { state: 'sending' as const }
    const pending: Pending = { clientId: newId(), conversationId, say, at: new Date(now).toISOString(), ...held }
    this.show(enqueue(this.outbox, pending))
    this.write(pending)
    void this.pump(conversationId)
    return pending.clientId
  }

  retry(clientId: string, force = false) {
    const { say, conversationId } = this.find(clientId) ?? {}
    if (!say || conversationId === undefined) return
    this.change(clientId, { state: 'sending', reason: undefined, kind: undefined, say: say.type === 'reply' ? { ...say, force } : say })
    void this.pump(conversationId)
  }

  discard(clientId: string) {
    this.show(discard(this.outbox, clientId))
    this.forget(clientId)
  }

  /** Takes back what is still held, and gives it to whoever goes on with it. */
  undo(clientId: string): Say | null {
    const pending = this.find(clientId)
    if (pending?.state !== 'held') return null
    this.discard(clientId)
    return pending.say
  }

  pumpAll() {
    new Set(this.outbox.map((each) => each.conversationId)).forEach((id) => void this.pump(id))
  }

  /** Lets go of what the server is known to have. */
  confirm(messages: readonly Message[]) {
    const left = confirm(this.outbox, messages)
    if (left === this.outbox) return
    this.outbox.filter((each) => !left.includes(each)).forEach((each) => this.forget(each.clientId))
    this.show(left)
  }

  /** Says what one conversation waits for one after the other, so that it arrives as it was written. */
  private async pump(id: number) {
    if (this.busy.has(id)) return
    this.busy.add(id)
    try {
      for (let next; (next = nextToGo(this.outbox, id, Date.now())) && !this.stopped; ) if (!(await this.post(next))) return
    } finally {
      this.busy.delete(id)
      this.wakeForHeld(id)
    }
  }

  private wakeForHeld(id: number) {
    const now = Date.now()
    // One whose time is over waits behind another that has no connection: it goes with that one's next try.
    const until = this.outbox.flatMap((each) => (each.conversationId === id && each.state === 'held' && (each.until ?? 0) > now ? [each.until ?? 0] : []))
    if (until.length > 0 && !this.stopped) setTimeout(() => void this.pump(id), Math.min(...until) - now)
  }

  /** False when the connection is to blame and the rest has to wait too. */
  private async post({ clientId, conversationId }: Pending): Promise<boolean> {
    try {
      await this.writing
      // Another tab has sent it, or its writer has taken it back there.
      if (!this.unkept.has(clientId) && !(await this.parts.shelf.has(clientId).catch(() => true))) {
        this.show(discard(this.outbox, clientId))
        return true
      }
      const begun = this.find(clientId)
      if (!begun) return true
      if (begun.state !== 'sending') this.change(clientId, { state: 'sending', until: undefined })

      await this.bringFile(clientId)
      const ready = this.find(clientId)
      if (!ready) return true
      const message = await this.parts.door.say(ready)
      this.retries = 0
      this.parts.taken(conversationId, message)
      this.discard(clientId)
      return true
    } catch (cause) {
      return this.failed(clientId, cause instanceof ApiError ? cause : new ApiError(0, String(cause)))
    }
  }

  /** A file goes up once: what is tried again has its id. */
  private async bringFile(clientId: string) {
    const say = this.find(clientId)?.say
    if (say?.type !== 'reply' || say.content.type !== 'media' || !say.file || say.content.id) return
    const id = await this.parts.door.upload(say.channel, say.file, say.content.fileName ?? 'file')
    this.change(clientId, { say: { ...say, content: { ...say.content, id }, file: undefined } })
  }

  private failed(clientId: string, problem: ApiError): boolean {
    // The first one with this id is still on its way through the server.
    const passing = problem.passing || problem.status === 401 || problem.kind === 'idempotency-running'
    this.change(clientId, { state: passing ? 'waiting' : 'refused', reason: problem.message, kind: problem.kind })
    if (!passing) return true
    clearTimeout(this.timer)
    if (!this.stopped) this.timer = setTimeout(() => this.pumpAll(), retryDelay(this.retries++, Math.random()))
    return false
  }

  private get outbox() {
    return this.parts.place.now.outbox
  }

  private find(clientId: string) {
    return this.outbox.find((each) => each.clientId === clientId)
  }

  private show(outbox: Outbox) {
    if (outbox !== this.outbox) this.parts.place.set({ outbox })
  }

  private change(clientId: string, to: Partial<Pending>) {
    this.show(change(this.outbox, clientId, to))
    const changed = this.find(clientId)
    if (changed) this.write(changed)
  }

  private write(pending: Pending) {
    this.writing = this.writing
      .then(() => this.parts.shelf.put(pending))
      .catch(() => {
        this.unkept.add(pending.clientId)
      })
  }

  private forget(clientId: string) {
    this.unkept.delete(clientId)
    this.writing = this.writing.then(() => this.parts.shelf.remove(clientId)).catch(() => {})
  }
}
