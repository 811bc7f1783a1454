import type { LiveEvent, MessagePage } from '~/api/types'
import { addNewer, holds, joined, openPast, type Past } from '~/model/past'
import { addOlder, applyToThread } from '~/model/thread'
import type { InboxCell } from './inboxState'

type Fetch = (id: number, where: { before?: number; from?: number }) => Promise<MessagePage>

/** The stretch of history that the open conversation shows apart from its live end, which goes on being kept true. */
export class Pasts {
  private wanted = 0
  private loading = false

  constructor(
    private readonly cell: InboxCell,
    private readonly fetch: Fetch,
  ) {}

  of(id: number): Past | null {
    const { past } = this.cell.now
    return past?.conversationId === id ? past : null
  }

  /** Shows the history around a message; the last one asked for wins. */
  async open(id: number, seq: number): Promise<boolean> {
    const turn = ++this.wanted
    const shown = this.of(id)
    if (shown && holds(shown.thread, seq)) return true
    const pages = await Promise.all([this.fetch(id, { before: seq }), this.fetch(id, { from: seq })]).catch(() => null)
    if (!pages || turn !== this.wanted) return false
    this.show(openPast(id, ...pages), true)
    return true
  }

  leave() {
    this.wanted++
    const { past, leaps } = this.cell.now
    if (past) this.cell.set({ past: null, leaps: leaps + 1 })
  }

  /** Another conversation is opened: what belongs to this one goes. */
  keep(id: number | null) {
    const { past } = this.cell.now
    if (past?.conversationId === id) return
    this.wanted++
    if (past) this.cell.set({ past: null })
  }

  loadOlder(id: number) {
    return this.grow(id, ({ thread: { older } }) => (older === null ? null : { before: Number(older) }), (past, page) => ({ ...past, thread: addOlder(past.thread, page) }))
  }

  loadNewer(id: number) {
    return this.grow(id, ({ newer }) => (newer === Infinity ? null : { from: newer }), addNewer)
  }

  /** What becomes of messages shows in history too; new ones belong to the live end. */
  apply(batch: readonly LiveEvent[]) {
    const { past } = this.cell.now
    if (!past) return
    const thread = batch
      .filter((event) => event.type === 'messageStatus' && event.conversationId === past.conversationId && event.messageSeq < past.newer)
      .reduce(applyToThread, past.thread)
    if (thread !== past.thread) this.cell.set({ past: { ...past, thread } })
  }

  private async grow(id: number, where: (past: Past) => Parameters<Fetch>[1] | null, add: (past: Past, page: MessagePage) => Past) {
    const before = this.of(id)
    const place = before && where(before)
    if (!place || this.loading) return
    this.loading = true
    const page = await this.fetch(id, place).catch(() => null)
    this.loading = false
    const now = this.of(id)
    // it may be another stretch by now
    if (page && now && now.newer === before.newer && now.thread.older === before.thread.older) this.show(add(now, page), false)
  }

  /** A stretch that has reached the live end is a part of it from then on. */
  private show(next: Past, isLeap: boolean) {
    const { threads, past, leaps } = this.cell.now
    const state = threads.get(next.conversationId)
    if (!state?.thread) return
    const whole = joined(next, state.thread)
    if (!whole) return this.cell.set({ past: next, leaps: isLeap ? leaps + 1 : leaps })
    const jumps = isLeap && past !== null
    this.cell.set({ threads: new Map(threads).set(next.conversationId, { ...state, thread: whole }), past: null, leaps: jumps ? leaps + 1 : leaps })
  }
}
