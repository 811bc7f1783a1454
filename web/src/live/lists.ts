import { api, ask } from '~/api/client'
import type { Conversation } from '~/api/types'
import { putConversations } from '~/model/conversations'
import { asked, type ListQuery, placeOf, queryKey } from '~/model/listQuery'
import type { InboxCell, ListState } from './inboxState'

const emptyList: ListState = { loading: false, failed: false, ready: false, next: null, horizon: null, ids: [] }
const pageSize = 50
const mostFetched = 500
const mostLists = 30

/** The lists as far as they are loaded, and single conversations that nobody has loaded yet. */
export class Lists {
  private open: ListQuery | null = null
  private readonly toFetch = new Set<number>()
  private fetching = false

  constructor(
    private readonly cell: InboxCell,
    /** Hears of conversations that were asked for one by one, before they are shown. */
    private readonly found: (conversations: readonly Conversation[]) => void,
  ) {}

  show(query: ListQuery) {
    this.open = query
    void this.load(query)
  }

  async more(query: ListQuery) {
    const list = this.cell.now.lists.get(queryKey(query))
    if (!list || list.loading || list.next === null) return
    await this.load(query, list.next)
  }

  /** How many a list has, up to a hundred: for lists that nobody counts for us. */
  async count(query: ListQuery): Promise<{ count: number; more: boolean }> {
    const page = await this.page(query, undefined, 100)
    return { count: page.items.length, more: (page.next ?? null) !== null }
  }

  /** Some of those that have a label, open or not. */
  async having(label: string): Promise<number[]> {
    const page = await this.page({ view: 'all', sort: 'newest', status: 'any', label }, undefined, 200)
    return page.items.map((each) => each.id)
  }

  put(conversations: readonly Conversation[]) {
    this.cell.set({ rows: putConversations(this.cell.now.rows, conversations) })
  }

  /** Fetches the open list anew, as far as it was loaded. */
  async refresh() {
    if (!this.open) return
    const query = this.open
    const key = queryKey(query)
    const had = this.cell.now.lists.get(key)
    if (!had?.ready) return this.load(query)
    try {
      const items: Conversation[] = []
      let next: string | null = null
      do {
        const page = await this.page(query, next ?? undefined, 100)
        items.push(...page.items)
        next = page.next ?? null
      } while (next !== null && items.length < Math.min(had.ids.length, mostFetched))
      const ids = items.map((each) => each.id)
      this.cell.set({ rows: putConversations(this.cell.now.rows, items), lists: new Map() })
      this.keep(key, { loading: false, failed: false, ready: true, next, horizon: horizon(items, next, query), ids })
    } catch {
      // Shown as it was; the strip says how old it is.
    }
  }

  /** Fetches one conversation soon, together with others that are asked for meanwhile. */
  fetch(id: number) {
    this.toFetch.add(id)
    if (this.fetching) return
    this.fetching = true
    setTimeout(() => void this.fetchWaiting(), 120)
  }

  private async load(query: ListQuery, cursor?: string) {
    const key = queryKey(query)
    const before = this.cell.now.lists.get(key) ?? emptyList
    if (before.loading) return
    this.keep(key, { ...before, loading: true, failed: false })
    try {
      const page = await this.page(query, cursor, pageSize)
      const ids = page.items.map((each) => each.id)
      this.put(page.items)
      const next = page.next ?? null
      const all = cursor ? [...before.ids, ...ids.filter((id) => !before.ids.includes(id))] : ids
      this.keep(key, { loading: false, failed: false, ready: true, next, horizon: horizon(page.items, next, query), ids: all })
    } catch {
      this.keep(key, { ...before, loading: false, failed: true })
    }
  }

  private page(query: ListQuery, cursor: string | undefined, limit: number) {
    return ask(
      api.GET('/api/v1/workspaces/{ws}/conversations', {
        params: { path: { ws: this.cell.workspace }, query: { ...asked(query), cursor, limit } },
      }),
    )
  }

  private keep(key: string, list: ListState) {
    const lists = new Map(this.cell.now.lists)
    lists.delete(key)
    if (lists.size >= mostLists) lists.delete([...lists.keys()][0]!)
    this.cell.set({ lists: lists.set(key, list) })
  }

  private async fetchWaiting() {
    const ids = [...this.toFetch]
    this.toFetch.clear()
    const ws = this.cell.workspace
    const found = await Promise.all(
      ids.map((id) =>
        ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}', { params: { path: { ws, id } } })).catch(() => null),
      ),
    )
    this.fetching = false
    const known = found.filter((each) => each !== null)
    this.found(known)
    this.put(known)
    const left = [...this.toFetch]
    left.forEach((id) => this.fetch(id))
  }
}

/** Where the loaded part of a list ends, while the server has more of it. */
function horizon(items: readonly Conversation[], next: string | null, query: ListQuery): number | null {
  const last = items[items.length - 1]
  return next === null || !last ? null : placeOf(last, query.sort, 0)
}
