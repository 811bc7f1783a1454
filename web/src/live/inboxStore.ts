import { ApiError, api, ask } from '~/api/client'
import type { Conversation, Counts, LiveEvent, View } from '~/api/types'
import { applyToRows, lastActivity, markRead, putConversations, type Rows } from '~/model/conversations'
import { confirm, discard, enqueue, mark, type Outbox, restore } from '~/model/outbox'
import { addOlder, applyToThread, catchUp, hasGap, startThread, type Thread } from '~/model/thread'
import { keep, kept } from '~/storage'
import { retryDelay } from './backoff'
import { Coalescer } from './coalescer'
import { InboxHub, type HubState } from './hub'
import { newId } from './newId'

export interface ListState {
  loading: boolean
  failed: boolean
  /** Loaded at least once. */
  ready: boolean
  next: string | null
  /** Activity of the oldest loaded row while the server has more; null when all is here. */
  horizon: string | null
  /** Loaded rows; for a search also who they are, in the server's order. */
  ids: readonly number[]
}

export interface ThreadState {
  thread: Thread | null
  problem: 'failed' | 'missing' | null
  loadingOlder: boolean
}

export interface Link {
  state: HubState
  /** When it broke, or null while it holds. */
  downSince: number | null
  /** Updates fetched at the last return, and when. */
  caughtUp: { updates: number; at: number } | null
}

export interface InboxState {
  rows: Rows
  lists: ReadonlyMap<string, ListState>
  counts: Counts | null
  threads: ReadonlyMap<number, ThreadState>
  outbox: Outbox
  link: Link
}

const emptyList: ListState = { loading: false, failed: false, ready: false, next: null, horizon: null, ids: [] }
const emptyThread: ThreadState = { thread: null, problem: null, loadingOlder: false }
const pageSize = 50
const mostThreads = 20
const mostMissed = 500

export const listKey = (view: View, search: string) => (search ? `search ${search}` : view)

/** Everything the inbox shows of one workspace, kept true by snapshot, sequence and stream. */
export class InboxStore {
  private state: InboxState
  private readonly listeners = new Set<() => void>()
  private readonly pushes = new Coalescer<LiveEvent>((batch) => this.applyBatch(batch))
  private readonly hub: InboxHub
  private openView: { view: View; search: string } | null = null
  private openThread: number | null = null
  private wasLive = false
  private hiddenSince: number | null = null
  private readonly toFetch = new Set<number>()
  private fetching = false
  private countsTimer: ReturnType<typeof setTimeout> | undefined
  private countsAt = 0
  /** The highest number seen of each conversation, from any push. */
  private readonly newest = new Map<number, number>()
  private readonly healing = new Set<number>()
  private readonly sending = new Set<number>()
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private retries = 0

  constructor(
    readonly workspace: string,
    readonly me: number | string,
  ) {
    this.state = {
      rows: new Map(),
      lists: new Map(),
      counts: null,
      threads: new Map(),
      outbox: restore(kept(this.outboxKey)),
      link: { state: 'connecting', downSince: null, caughtUp: null },
    }
    this.hub = new InboxHub('/hubs/inbox', {
      event: (event) => {
        if (event.workspace === undefined || event.workspace === this.workspace) this.pushes.push(event)
      },
      resync: () => void this.refresh(),
      state: (state) => this.linkIs(state),
    })
  }

  readonly snapshot = () => this.state

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  start() {
    document.addEventListener('visibilitychange', this.onVisibility)
    this.hub.start()
    this.countLater(0)
    this.pumpAll()
  }

  stop() {
    document.removeEventListener('visibilitychange', this.onVisibility)
    clearTimeout(this.countsTimer)
    clearTimeout(this.retryTimer)
    this.hub.stop()
  }

  // The list

  showView(view: View, search: string) {
    this.openView = { view, search }
    void this.loadList(view, search)
  }

  async loadMore(view: View, search: string) {
    const list = this.state.lists.get(listKey(view, search))
    if (!list || list.loading || list.next === null) return
    await this.loadList(view, search, list.next)
  }

  private async loadList(view: View, search: string, cursor?: string) {
    const key = listKey(view, search)
    const before = this.state.lists.get(key) ?? emptyList
    if (before.loading) return
    this.putList(key, { ...before, loading: true, failed: false })
    try {
      const page = await this.listPage(view, search, cursor, pageSize)
      const ids = page.items.map((each) => each.id)
      this.set({ rows: putConversations(this.state.rows, page.items) })
      const next = page.next ?? null
      const all = cursor ? [...before.ids, ...ids.filter((id) => !before.ids.includes(id))] : ids
      this.putList(key, { loading: false, failed: false, ready: true, next, horizon: horizon(page.items, next), ids: all })
    } catch {
      this.putList(key, { ...before, loading: false, failed: true })
    }
  }

  private listPage(view: View, search: string, cursor: string | undefined, limit: number) {
    const query = { view: search ? 'all' : view, search: search || undefined, cursor, limit }
    return ask(
      api.GET('/api/v1/workspaces/{ws}/conversations', { params: { path: { ws: this.workspace }, query } }),
    )
  }

  private putList(key: string, list: ListState) {
    this.set({ lists: new Map(this.state.lists).set(key, list) })
  }

  // Threads

  /** Loads a conversation, or brings a loaded one up to date; null when none is open. */
  showThread(id: number | null) {
    this.openThread = id
    if (id === null) return
    if (!this.state.rows.has(id)) this.fetchConversation(id)
    if (this.state.threads.get(id)?.thread) {
      void this.heal(id)
      return
    }
    void this.loadThread(id)
  }

  async loadThread(id: number) {
    const had = this.state.threads.get(id)?.thread ?? null
    this.putThread(id, { ...emptyThread, thread: had })
    try {
      const thread = startThread(await this.messages(id, {}))
      this.putThread(id, { thread, problem: null, loadingOlder: false })
      this.confirmSent()
      this.forgetThreads()
      // What was pushed while the snapshot was on its way.
      if (thread.upTo < (this.newest.get(id) ?? 0)) this.healSoon(id)
    } catch (cause) {
      const missing = cause instanceof ApiError && cause.status === 404
      this.putThread(id, { ...emptyThread, thread: had, problem: missing ? 'missing' : 'failed' })
    }
  }

  async loadOlder(id: number) {
    const state = this.state.threads.get(id)
    if (!state?.thread || state.loadingOlder || state.thread.older === null) return
    this.putThread(id, { ...state, loadingOlder: true })
    const page = await this.messages(id, { before: Number(state.thread.older) }).catch(() => null)
    const now = this.state.threads.get(id)
    if (!now?.thread) return
    this.putThread(id, { ...now, thread: page ? addOlder(now.thread, page) : now.thread, loadingOlder: false })
  }

  /** Fetches what a conversation missed; a gap too wide begins again from a snapshot. */
  private async heal(id: number) {
    if (this.healing.has(id)) return
    this.healing.add(id)
    try {
      for (let seen = 0; ; ) {
        const thread = this.state.threads.get(id)?.thread
        if (!thread) return
        const page = await this.messages(id, { after: thread.upTo })
        seen += page.items.length
        if (page.seq - thread.upTo > mostMissed || seen > mostMissed) return await this.loadThread(id)
        this.changeThread(id, (now) => catchUp(now, page))
        this.confirmSent()
        if (!page.next) return
      }
    } catch {
      // The next push, reconnect or opening tries again.
    } finally {
      this.healing.delete(id)
    }
  }

  private messages(id: number, where: { before?: number; after?: number }) {
    const query = { ...where, limit: where.after === undefined ? pageSize : 200 }
    return ask(
      api.GET('/api/v1/workspaces/{ws}/conversations/{id}/messages', {
        params: { path: { ws: this.workspace, id }, query },
      }),
    )
  }

  private putThread(id: number, thread: ThreadState) {
    this.set({ threads: new Map(this.state.threads).set(id, thread) })
  }

  private changeThread(id: number, change: (thread: Thread) => Thread) {
    const state = this.state.threads.get(id)
    if (!state?.thread) return
    const thread = change(state.thread)
    if (thread !== state.thread) this.putThread(id, { ...state, thread })
  }

  private forgetThreads() {
    const ids = [...this.state.threads.keys()].filter((id) => id !== this.openThread)
    if (ids.length < mostThreads) return
    const threads = new Map(this.state.threads)
    ids.slice(0, ids.length - mostThreads + 1).forEach((id) => threads.delete(id))
    this.set({ threads })
  }

  // What a person does

  read(id: number, seq: number) {
    const row = this.state.rows.get(id)
    if (!row || (row.conversation.unread === 0 && row.conversation.readSeq >= seq)) return
    this.set({ rows: markRead(this.state.rows, id, seq) })
    this.countLater()
    void ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/{id}/read', {
        params: { path: { ws: this.workspace, id } },
        body: { seq, unread: false },
      }),
    ).catch(() => this.fetchConversation(id))
  }

  async handBack(id: number) {
    const conversation = await ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/{id}/return', {
        params: { path: { ws: this.workspace, id } },
      }),
    )
    this.set({ rows: putConversations(this.state.rows, [conversation]) })
    this.countLater()
  }

  send(id: number, text: string) {
    const at = new Date().toISOString()
    this.setOutbox(
      enqueue(this.state.outbox, { clientId: newId(), conversationId: id, text, at, state: 'sending' }),
    )
    void this.pump(id)
  }

  retry(clientId: string) {
    const reply = this.state.outbox.find((each) => each.clientId === clientId)
    if (!reply) return
    this.setOutbox(mark(this.state.outbox, clientId, 'sending'))
    void this.pump(reply.conversationId)
  }

  discard(clientId: string) {
    this.setOutbox(discard(this.state.outbox, clientId))
  }

  /** Sends the replies of one conversation one after the other, so that they arrive as they were written. */
  private async pump(id: number) {
    if (this.sending.has(id)) return
    this.sending.add(id)
    try {
      for (;;) {
        const reply = this.state.outbox.find((each) => each.conversationId === id && each.state !== 'refused')
        if (!reply) return
        if (reply.state === 'waiting') this.setOutbox(mark(this.state.outbox, reply.clientId, 'sending'))
        if (!(await this.post(id, reply.clientId, reply.text))) return
      }
    } finally {
      this.sending.delete(id)
    }
  }

  /** False when the connection is to blame and the rest has to wait too. */
  private async post(id: number, clientId: string, text: string): Promise<boolean> {
    try {
      const message = await ask(
        api.POST('/api/v1/workspaces/{ws}/conversations/{id}/messages', {
          params: { path: { ws: this.workspace, id } },
          headers: { 'Idempotency-Key': clientId },
          body: { clientId, text, force: false },
        }),
      )
      this.retries = 0
      // only a reply with a time to come is accepted and no message yet
      if (!('seq' in message)) return true
      const event = { type: 'messageAdded', workspace: this.workspace, conversationId: id } as const
      if ('seq' in message) this.changeThread(id, (thread) => applyToThread(thread, { ...event, seq: message.seq, message }))
      this.setOutbox(discard(this.state.outbox, clientId))
      return true
    } catch (cause) {
      const problem = cause instanceof ApiError ? cause : new ApiError(0, String(cause))
      this.setOutbox(mark(this.state.outbox, clientId, problem.passing ? 'waiting' : 'refused', problem.message))
      if (!problem.passing) return true
      clearTimeout(this.retryTimer)
      this.retryTimer = setTimeout(() => this.pumpAll(), retryDelay(this.retries++, Math.random()))
      return false
    }
  }

  private pumpAll() {
    const ids = new Set(this.state.outbox.filter((each) => each.state !== 'refused').map((each) => each.conversationId))
    ids.forEach((id) => void this.pump(id))
  }

  private confirmSent() {
    const messages = [...this.state.threads.values()].flatMap((each) => each.thread?.messages ?? [])
    this.setOutbox(confirm(this.state.outbox, messages))
  }

  private setOutbox(outbox: Outbox) {
    if (outbox === this.state.outbox) return
    this.set({ outbox })
    keep(this.outboxKey, outbox.length > 0 ? JSON.stringify(outbox) : null)
  }

  private get outboxKey() {
    return `outbox:${this.workspace}:${this.me}`
  }

  // The stream

  private applyBatch(batch: LiveEvent[]) {
    let { rows, outbox } = this.state
    const threads = new Map(this.state.threads)
    for (const event of batch) {
      const change = applyToRows(rows, event)
      rows = change.rows
      this.newest.set(event.conversationId, Math.max(event.seq, this.newest.get(event.conversationId) ?? 0))
      change.fetch.forEach((id) => this.fetchConversation(id))

      const open = threads.get(event.conversationId)
      if (open?.thread) threads.set(event.conversationId, { ...open, thread: applyToThread(open.thread, event) })
      if (event.type === 'messageAdded') outbox = confirm(outbox, [event.message])
    }
    this.set({ rows, threads })
    this.setOutbox(outbox)
    this.countLater()

    for (const id of new Set(batch.map((event) => event.conversationId))) if (this.isBehind(id)) this.healSoon(id)
  }

  /** Most gaps are only disorder and close by themselves at once. */
  private healSoon(id: number) {
    setTimeout(() => {
      if (this.isBehind(id)) void this.heal(id)
    }, 250)
  }

  private isBehind(id: number) {
    const thread = this.state.threads.get(id)?.thread
    return !!thread && (hasGap(thread) || thread.upTo < (this.newest.get(id) ?? 0))
  }

  private linkIs(state: HubState) {
    const link = this.state.link
    if (state !== 'live') {
      this.set({ link: { ...link, state, downSince: link.downSince ?? Date.now(), caughtUp: null } })
      return
    }
    const back = this.wasLive
    const downFor = link.downSince === null ? 0 : Date.now() - link.downSince
    this.wasLive = true
    void this.refresh().then((updates) => {
      const caughtUp = back && downFor > 2000 ? { updates, at: Date.now() } : null
      this.set({ link: { state: 'live', downSince: null, caughtUp } })
    })
    this.pumpAll()
  }

  private readonly onVisibility = () => {
    if (document.hidden) {
      this.hiddenSince = Date.now()
      return
    }
    this.pushes.flush()
    if (this.hiddenSince !== null && Date.now() - this.hiddenSince > 30_000) void this.refresh()
    this.hiddenSince = null
  }

  /** Fetches the open list as far as it was loaded, the counts and the open thread; says how much was new. */
  private async refresh(): Promise<number> {
    const seqs = new Map([...this.state.rows].map(([id, row]) => [id, row.conversation.seq]))
    this.countLater(0)
    await Promise.all([this.refreshList(), this.openThread === null ? null : this.heal(this.openThread)])
    if (this.openThread !== null) {
      // The others are fetched when they are opened again.
      const open = this.state.threads.get(this.openThread)
      this.set({ threads: new Map(open ? [[this.openThread, open]] : []) })
    }
    let updates = 0
    for (const [id, { conversation }] of this.state.rows) updates += conversation.seq - (seqs.get(id) ?? 0)
    return updates
  }

  private async refreshList() {
    if (!this.openView) return
    const { view, search } = this.openView
    const key = listKey(view, search)
    const had = this.state.lists.get(key)
    if (!had?.ready) return this.loadList(view, search)
    try {
      const items: Conversation[] = []
      let next: string | null = null
      do {
        const page = await this.listPage(view, search, next ?? undefined, 100)
        items.push(...page.items)
        next = page.next ?? null
      } while (next !== null && items.length < Math.min(had.ids.length, mostMissed))
      const ids = items.map((each) => each.id)
      this.set({ rows: putConversations(this.state.rows, items), lists: new Map() })
      this.putList(key, { loading: false, failed: false, ready: true, next, horizon: horizon(items, next), ids })
    } catch {
      // Shown as it was; the strip says how old it is.
    }
  }

  private fetchConversation(id: number) {
    this.toFetch.add(id)
    if (this.fetching) return
    this.fetching = true
    setTimeout(() => void this.fetchWaiting(), 120)
  }

  private async fetchWaiting() {
    const ids = [...this.toFetch]
    this.toFetch.clear()
    const found = await Promise.all(
      ids.map((id) =>
        ask(
          api.GET('/api/v1/workspaces/{ws}/conversations/{id}', { params: { path: { ws: this.workspace, id } } }),
        ).catch(() => null),
      ),
    )
    this.fetching = false
    this.set({ rows: putConversations(this.state.rows, found.filter((each) => each !== null)) })
    const left = [...this.toFetch]
    left.forEach((id) => this.fetchConversation(id))
  }

  private countLater(delay = 300) {
    if (this.countsTimer !== undefined) return
    const wait = Math.max(delay, this.countsAt + 1500 - Date.now())
    this.countsTimer = setTimeout(() => void this.count(), delay === 0 ? 0 : wait)
  }

  private async count() {
    this.countsTimer = undefined
    this.countsAt = Date.now()
    const path = { ws: this.workspace }
    const counts = await ask(
      api.GET('/api/v1/workspaces/{ws}/conversations/counts', { params: { path } }),
    ).catch(() => null)
    if (counts) this.set({ counts })
  }

  private set(change: Partial<InboxState>) {
    this.state = { ...this.state, ...change }
    this.listeners.forEach((listener) => listener())
  }
}

function horizon(items: readonly Conversation[], next: string | null): string | null {
  const last = items[items.length - 1]
  return next === null || !last ? null : lastActivity(last)
}
