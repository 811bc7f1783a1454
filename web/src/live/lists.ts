import { api, ask, mayPass } from '~/api/client'
import type { Conversation } from '~/api/types'
import { putConversations, type Row, type Rows } from '~/model/conversations'
import { asked, belongsTo, everything, type ListQuery, listRows, placeOf, queryKey } from '~/model/listQuery'
import type { InboxCell, ListState } from './inboxState'
import { mostOneByOne, Singles } from './singles'

const emptyList: ListState = { loading: false, failed: false, ready: false, next: null, horizon: null, ids: [] }
const pageSize = 50
const mostFetched = 500
const mostLists = 30
/** So many rows may have come by the stream and not by a list. */
const mostBeside = 1000

/** The lists as far as they are loaded, and single conversations that nobody has loaded yet. */
export class Lists {
  private open: ListQuery | null = null
  private room = mostBeside
  private held: readonly number[] | null = null
  private spared = false
  private readonly singles: Singles

  constructor(
    private readonly cell: InboxCell,
    /** Hears of conversations that were asked for one by one, before they are shown. */
    found: (conversations: readonly Conversation[]) => void,
    /** The conversation that is open beside the list. */
    private readonly opened: () => number | null,
  ) {
    this.singles = new Singles({
      workspace: cell.workspace,
      opened,
      found: (conversations) => {
        found(conversations)
        this.put(conversations)
      },
      // what the list does not bring is not shown
      tooMany: () => this.refresh(),
    })
  }

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

  /** Fetches the open list anew, as far as it was loaded; `alone`: and keeps nothing beside it. False: it could not be fetched now. */
  async refresh(alone = false): Promise<boolean> {
    for (;;) {
      const query = this.open
      if (!(await this.renew(query, alone))) return false
      // Another one may have been opened meanwhile, and been answered from before the break.
      if (this.open === query) return true
    }
  }

  /** The rows that stay where they are because somebody points at them; null when nobody does any more. */
  hold(order: readonly number[] | null) {
    this.held = order
    if (order || !this.spared) return
    this.spared = false
    void this.refresh(true)
  }

  /** Begins anew with what is shown when too much has come by the stream: a campaign brings all its recipients. */
  tidy() {
    if (this.beside() <= this.room) return
    this.room = Infinity
    void this.refresh(true).then(() => {
      this.room = this.beside() + mostBeside
    })
  }

  /** Fetches one conversation soon, together with others that are asked for meanwhile. */
  fetch(id: number) {
    this.singles.fetch(id)
  }

  private async renew(query: ListQuery | null, alone: boolean): Promise<boolean> {
    const before = this.cell.now.rows
    const key = query && queryKey(query)
    const had = (key !== null && this.cell.now.lists.get(key)) || emptyList
    if (key !== null && !had.ready) this.keep(key, { ...had, loading: true, failed: false })
    try {
      if (query && key !== null) await this.pages(query, key, had, before)
    } catch (cause) {
      // One that was loaded is shown as it was; the strip says how old it is.
      const now = (key !== null && this.cell.now.lists.get(key)) || had
      if (key !== null && !now.ready) this.keep(key, { ...now, loading: false, failed: true })
      return !mayPass(cause)
    }
    if (alone) this.dropBeside(before)
    const open = this.opened()
    if (open !== null && !(key !== null && this.cell.now.lists.get(key)?.ids.includes(open))) this.fetch(open)
    return true
  }

  /** All pages of a list as far as it was loaded. Other lists are fetched when they are shown again. */
  private async pages(query: ListQuery, key: string, had: ListState, before: Rows) {
    const wanted = Math.min(Math.max(had.ids.length, pageSize), mostFetched)
    const items: Conversation[] = []
    let next: string | null = null
    do {
      const page = await this.page(query, next ?? undefined, Math.min(wanted - items.length, 100))
      items.push(...page.items)
      next = page.next ?? null
    } while (next !== null && items.length < wanted)
    const list = { loading: false, failed: false, ready: true, next, horizon: horizon(items, next, query), ids: items.map((each) => each.id) }
    const { lists } = this.cell.now
    const shown = this.open && queryKey(this.open)
    const other = shown === null || shown === key ? undefined : lists.get(shown)
    const kept = new Map(shown !== null && other ? [[shown, other]] : [])
    this.cell.set({ rows: putConversations(this.cell.now.rows, items), lists: kept.set(key, list) })
    this.missed(query, list, before, null)
  }

  /** What would be shown in a list, behind a place of it, though the server has not named it: it has left, and nobody has told. */
  private missed(query: ListQuery, { ids, horizon }: ListState, before: Rows, behind: number | null) {
    if (query.search) return
    const { rows } = this.cell.now
    const named = new Set(ids)
    const now = Date.now()
    const left = listRows(rows, query, this.cell.me, horizon, now).filter((id) => {
      const row = rows.get(id)!
      return !named.has(id) && row === before.get(id) && (behind === null || placeOf(row.conversation, query.sort, now)! > behind)
    })
    if (left.length > mostOneByOne) this.drop(left)
    else left.forEach((id) => this.fetch(id))
  }

  private dropBeside(before: Rows) {
    const { rows, lists } = this.cell.now
    const listed = new Set([...lists.values()].flatMap((list) => list.ids))
    // what happens in one's own rings, wherever they stand
    const isOwn = ({ conversation }: Row) => belongsTo(conversation, { ...everything, view: 'mine' }, this.cell.me)
    this.drop([...rows].flatMap(([id, row]) => (listed.has(id) || row !== before.get(id) || isOwn(row) ? [] : id)))
  }

  private drop(ids: readonly number[]) {
    const rows = new Map(this.cell.now.rows)
    const held = new Set(this.held)
    const open = this.opened()
    for (const id of ids) {
      if (held.has(id)) this.spared = true
      else if (id !== open) rows.delete(id)
    }
    this.cell.set({ rows })
  }

  private beside() {
    const { rows, lists } = this.cell.now
    return rows.size - [...lists.values()].reduce((sum, list) => sum + list.ids.length, 0)
  }

  private async load(query: ListQuery, cursor?: string) {
    const key = queryKey(query)
    const { rows, lists } = this.cell.now
    const before = lists.get(key) ?? emptyList
    if (before.loading) return
    this.keep(key, { ...before, loading: true, failed: false })
    try {
      const page = await this.page(query, cursor, pageSize)
      const ids = page.items.map((each) => each.id)
      this.put(page.items)
      const next = page.next ?? null
      const all = cursor ? [...before.ids, ...ids.filter((id) => !before.ids.includes(id))] : ids
      const list = { loading: false, failed: false, ready: true, next, horizon: horizon(page.items, next, query), ids: all }
      this.keep(key, list)
      this.missed(query, list, rows, cursor ? before.horizon : null)
    } catch {
      this.keep(key, { ...(this.cell.now.lists.get(key) ?? before), loading: false, failed: true })
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
}

/** Where the loaded part of a list ends, while the server has more of it. */
function horizon(items: readonly Conversation[], next: string | null, query: ListQuery): number | null {
  const last = items[items.length - 1]
  return next === null || !last ? null : placeOf(last, query.sort, 0)
}
