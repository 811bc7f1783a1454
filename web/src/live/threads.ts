import { ApiError, api, ask, mayPass } from '~/api/client'
import type { LiveEvent, Message } from '~/api/types'
import { holds } from '~/model/past'
import { addOlder, applyToThread, catchUp, hasGap, startThread, type Thread } from '~/model/thread'
import type { InboxCell, ThreadState } from './inboxState'
import { Pasts } from './pasts'

const emptyThread: ThreadState = { thread: null, problem: null, loadingOlder: false }
const pageSize = 50
const mostThreads = 20
const mostMissed = 500

/** The loaded talks: fetched once, then kept true by the stream; what the stream has lost is fetched. */
export class Threads {
  open: number | null = null
  /** The highest number seen of each conversation that is loaded or on its way, from any push. */
  private readonly newest = new Map<number, number>()
  private readonly healing = new Map<number, Promise<boolean>>()
  private readonly pasts: Pasts

  constructor(
    private readonly cell: InboxCell,
    /** Hears of messages that came by asking and not by the stream. */
    private readonly fetched: () => void,
  ) {
    this.pasts = new Pasts(cell, (id, where) => this.messages(id, where))
  }

  /** Loads a conversation, or brings a loaded one up to date; null when none is open. */
  show(id: number | null) {
    this.open = id
    this.pasts.keep(id)
    if (id === null) return
    if (this.cell.now.threads.get(id)?.thread) void this.heal(id)
    else void this.load(id)
  }

  /** False: it could not be fetched now. */
  async load(id: number): Promise<boolean> {
    const had = this.cell.now.threads.get(id)?.thread ?? null
    this.put(id, { ...emptyThread, thread: had })
    try {
      const thread = startThread(await this.messages(id, {}))
      this.put(id, { thread, problem: null, loadingOlder: false })
      this.fetched()
      this.forget()
      // What was pushed while the snapshot was on its way.
      if (thread.upTo < (this.newest.get(id) ?? 0)) this.healSoon(id)
      return true
    } catch (cause) {
      const missing = cause instanceof ApiError && cause.status === 404
      this.put(id, { ...emptyThread, thread: had, problem: missing ? 'missing' : 'failed' })
      return !mayPass(cause)
    }
  }

  /** Has a message in what is shown: far back, with the history around it alone. False: it could not be fetched, or something else is wanted by now. */
  async reach(id: number, seq: number): Promise<boolean> {
    const thread = this.cell.now.threads.get(id)?.thread
    if (!thread) return false
    if (!holds(thread, seq)) return this.pasts.open(id, seq)
    this.pasts.leave()
    return true
  }

  /** From a stretch of history back to the live end. */
  toLive() {
    this.pasts.leave()
  }

  /** The history that follows the stretch that is shown. */
  loadNewer(id: number) {
    return this.pasts.loadNewer(id)
  }

  async loadOlder(id: number) {
    if (this.pasts.of(id)) return this.pasts.loadOlder(id)
    const state = this.cell.now.threads.get(id)
    if (!state?.thread || state.loadingOlder || state.thread.older === null) return
    this.put(id, { ...state, loadingOlder: true })
    const page = await this.messages(id, { before: Number(state.thread.older) }).catch(() => null)
    const now = this.cell.now.threads.get(id)
    if (!now?.thread) return
    this.put(id, { ...now, thread: page ? addOlder(now.thread, page) : now.thread, loadingOlder: false })
  }

  /** Takes pushes, in any order and any number. */
  apply(batch: readonly LiveEvent[]) {
    const threads = new Map(this.cell.now.threads)
    for (const event of batch) {
      const id = event.conversationId
      const state = threads.get(id)
      if (!state) continue
      this.newest.set(id, Math.max(event.seq, this.newest.get(id) ?? 0))
      if (state.thread) threads.set(id, { ...state, thread: applyToThread(state.thread, event) })
    }
    this.cell.set({ threads })
    this.pasts.apply(batch)
    for (const id of new Set(batch.map((event) => event.conversationId))) if (this.isBehind(id)) this.healSoon(id)
  }

  /** A message that the server has just answered with. */
  add(id: number, message: Message) {
    const event = { type: 'messageAdded', workspace: this.cell.workspace, conversationId: id, seq: message.seq, message } as const
    this.change(id, (thread) => applyToThread(thread, event))
  }

  /** After a break: the open one is brought up to date, the others are fetched when they are opened again. False: it could not be fetched now. */
  async refresh(): Promise<boolean> {
    const id = this.open
    if (id === null) return true
    if (!(await (this.cell.now.threads.get(id)?.thread ? this.heal(id) : this.load(id)))) return false
    const open = this.open === null ? undefined : this.cell.now.threads.get(this.open)
    this.cell.set({ threads: new Map(this.open !== null && open ? [[this.open, open]] : []) })
    return true
  }

  loaded() {
    return [...this.cell.now.threads.values()].flatMap((each) => each.thread?.messages ?? [])
  }

  /** Fetches what a conversation missed. False: it could not be fetched now. */
  private heal(id: number): Promise<boolean> {
    const healing = this.healing.get(id) ?? this.fetchMissed(id).finally(() => this.healing.delete(id))
    this.healing.set(id, healing)
    return healing
  }

  /** A gap too wide begins again from a snapshot. */
  private async fetchMissed(id: number): Promise<boolean> {
    try {
      for (let seen = 0; ; ) {
        const thread = this.cell.now.threads.get(id)?.thread
        if (!thread) return true
        const page = await this.messages(id, { after: thread.upTo })
        seen += page.items.length
        if (page.seq - thread.upTo > mostMissed || seen > mostMissed) return await this.load(id)
        this.change(id, (now) => catchUp(now, page))
        this.fetched()
        if (!page.next) return true
      }
    } catch (cause) {
      // The next push, reconnect or opening tries again.
      return !mayPass(cause)
    }
  }

  /** Most gaps are only disorder and close by themselves at once. */
  private healSoon(id: number) {
    setTimeout(() => {
      if (this.isBehind(id)) void this.heal(id)
    }, 250)
  }

  private isBehind(id: number) {
    const thread = this.cell.now.threads.get(id)?.thread
    return !!thread && (hasGap(thread) || thread.upTo < (this.newest.get(id) ?? 0))
  }

  private messages(id: number, where: { before?: number; after?: number; from?: number }) {
    const query = { ...where, limit: where.after === undefined ? pageSize : 200 }
    return ask(
      api.GET('/api/v1/workspaces/{ws}/conversations/{id}/messages', {
        params: { path: { ws: this.cell.workspace, id }, query },
      }),
    )
  }

  private put(id: number, thread: ThreadState) {
    this.cell.set({ threads: new Map(this.cell.now.threads).set(id, thread) })
  }

  private change(id: number, change: (thread: Thread) => Thread) {
    const state = this.cell.now.threads.get(id)
    if (!state?.thread) return
    const thread = change(state.thread)
    if (thread !== state.thread) this.put(id, { ...state, thread })
  }

  private forget() {
    const ids = [...this.cell.now.threads.keys()].filter((id) => id !== this.open)
    if (ids.length < mostThreads) return
    const threads = new Map(this.cell.now.threads)
    ids.slice(0, ids.length - mostThreads + 1).forEach((id) => threads.delete(id))
    this.cell.set({ threads })
  }
}
