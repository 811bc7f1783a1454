import { api, ask } from '~/api/client'
import type { Lease, PresenceNews } from '~/api/types'
import { place, prune } from '~/model/presence'
import type { InboxHub } from './hub'
import type { InboxCell } from './inboxState'

const heartbeat = 20_000
const look = 5_000
/** A lease lasts 30 s: while somebody writes it is asked for again well before. */
const renew = 15_000
/** Without a keystroke for so long, the reply is not being written any more. */
const idle = 25_000

/** Says where this page is and that it writes; hears the same of the others. */
export class PresenceSpeaker {
  private open: number | null = null
  private typingAt = 0
  private askedAt = -Infinity
  private typingIn: number | null = null
  private timers: ReturnType<typeof setInterval>[] = []

  constructor(
    private readonly cell: InboxCell,
    private readonly hub: InboxHub,
  ) {}

  start() {
    this.timers = [setInterval(() => void this.beat(), heartbeat), setInterval(() => this.tidy(), look)]
    document.addEventListener('visibilitychange', this.beat)
  }

  stop() {
    this.timers.forEach(clearInterval)
    document.removeEventListener('visibilitychange', this.beat)
  }

  /** Another conversation is on the screen, or none. */
  show(id: number | null) {
    if (this.open === id) return
    this.forgetTyping()
    this.open = id
    if (this.cell.now.insisted.size > 0) this.cell.set({ insisted: new Set() })
    void this.beat()
  }

  /** The connection is there (again): what was said before is forgotten on the other side. */
  async refresh() {
    this.askedAt = -Infinity
    void this.beat()
    const list = await ask(
      api.GET('/api/v1/workspaces/{ws}/presence', { params: { path: { ws: this.cell.workspace } } }),
    ).catch(() => null)
    if (!list) return
    const now = Date.now()
    this.cell.set({
      presence: list.items.filter(this.isOther).reduce((all, news) => place(all, news, now), new Map() as typeof this.cell.now.presence),
    })
  }

  hear(news: PresenceNews) {
    if (news.workspace !== this.cell.workspace || !this.isOther(news)) return
    const presence = place(this.cell.now.presence, news, Date.now())
    if (presence !== this.cell.now.presence) this.cell.set({ presence })
    // whoever stops writing lets go of the reply
    const lease = this.cell.now.leases.get(news.conversationId)
    if (lease && !lease.yours && lease.holder.id === news.person.id && news.state !== 'typing') this.drop(news.conversationId)
  }

  /** A key was pressed in the reply of a conversation. */
  typing(id: number) {
    const now = Date.now()
    this.typingAt = now
    if (this.typingIn === id && now - this.askedAt < renew) return
    this.typingIn = id
    this.askedAt = now
    void this.hub.say<Lease>('Typing', this.cell.workspace, id).then((lease) => lease && this.keep(id, lease))
  }

  /** The reply is sent or given up. */
  rested(id: number) {
    if (this.typingIn !== id) return
    this.forgetTyping()
    void this.hub.say('StoppedTyping', this.cell.workspace, id)
  }

  /** This person answers although somebody else does; until another conversation is opened. */
  insist(id: number) {
    this.cell.set({ insisted: new Set(this.cell.now.insisted).add(id) })
  }

  private readonly beat = () =>
    this.hub.say('Viewing', this.cell.workspace, document.hidden ? null : this.open)

  private tidy() {
    const now = Date.now()
    if (this.typingIn !== null && now - this.typingAt > idle) this.rested(this.typingIn)
    const presence = prune(this.cell.now.presence, now)
    const over = [...this.cell.now.leases].filter(([, lease]) => Date.parse(lease.until) <= now)
    if (presence === this.cell.now.presence && over.length === 0) return
    const leases = new Map(this.cell.now.leases)
    over.forEach(([id]) => leases.delete(id))
    this.cell.set({ presence, leases })
  }

  private keep(id: number, lease: Lease) {
    this.cell.set({ leases: new Map(this.cell.now.leases).set(id, lease) })
  }

  private forgetTyping() {
    const id = this.typingIn
    this.typingIn = null
    this.askedAt = -Infinity
    if (id !== null) this.drop(id)
  }

  private drop(id: number) {
    if (!this.cell.now.leases.has(id)) return
    const leases = new Map(this.cell.now.leases)
    leases.delete(id)
    this.cell.set({ leases })
  }

  private readonly isOther = (news: PresenceNews) => news.person.id !== String(this.cell.me)
}
