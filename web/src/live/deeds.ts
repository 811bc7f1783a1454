import { api, ask } from '~/api/client'
import type { Person } from '~/api/types'
import { markRead, markUnread, putConversations } from '~/model/conversations'
import { foresee, kindOf, type Order, orderBody, type StepBack, stepsBack } from '~/model/desk'
import type { Counting } from './counting'
import type { InboxCell } from './inboxState'
import type { Lists } from './lists'

export type ReturnTo = { where: 'stopped' | 'nothing' } | { where: 'flow'; flowId: string }

/** The server takes so many at once. */
const mostAtOnce = 500

/** What a person does with conversations beside writing in them. */
export class Deeds {
  private back: StepBack[] = []

  constructor(
    private readonly cell: InboxCell,
    private readonly lists: Lists,
    private readonly counting: Counting,
  ) {}

  /** Does the same with all of them: on screen at once, and told with a way back when the server has done it. */
  async change(ids: readonly number[], order: Order) {
    this.foresee(ids, order)
    const outcomes = []
    try {
      for (let from = 0; from < ids.length; from += mostAtOnce)
        outcomes.push(...(await this.bulk(ids.slice(from, from + mostAtOnce), order)))
    } catch (cause) {
      ids.forEach((id) => this.lists.fetch(id))
      this.cell.set({ done: { kind: kindOf(order), count: 0, failed: ids.length, canUndo: false, at: Date.now() } })
      throw cause
    }
    const done = outcomes.filter((each) => each.outcome === 'done').length
    const failed = outcomes.filter((each) => !['done', 'unchanged'].includes(each.outcome))
    failed.forEach((each) => this.lists.fetch(each.id))
    this.back = stepsBack(order, outcomes)
    if (done + failed.length > 0)
      this.cell.set({ done: { kind: kindOf(order), count: done, failed: failed.length, canUndo: this.back.length > 0, at: Date.now() } })
    this.counting.later()
  }

  /** Puts back what was done last. */
  async undo() {
    const steps = this.back
    this.back = []
    this.cell.set({ done: null })
    for (const step of steps) {
      if ('returned' in step) await this.handBack(step.returned, { where: 'stopped' })
      else {
        this.foresee(step.ids, step.order)
        await this.bulk(step.ids, step.order).catch(() => step.ids.forEach((id) => this.lists.fetch(id)))
      }
    }
    this.counting.later()
  }

  forgetDone() {
    this.back = []
    if (this.cell.now.done) this.cell.set({ done: null })
  }

  async takeOver(id: number, me: Person) {
    this.foresee([id], { assign: { to: me } })
    try {
      this.lists.put([await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/handoff', this.at(id)))])
    } catch (cause) {
      this.lists.fetch(id)
      throw cause
    }
    this.counting.later()
  }

  async handBack(id: number, to: ReturnTo = { where: 'stopped' }) {
    const body = { where: to.where, flowId: to.where === 'flow' ? to.flowId : null }
    this.lists.put([await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/return', { ...this.at(id), body }))])
    this.counting.later()
  }

  read(id: number, seq: number) {
    this.cell.set({ rows: markRead(this.cell.now.rows, id, seq) })
    this.counting.later()
    void ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/{id}/read', { ...this.at(id), body: { seq, unread: false } }),
    ).catch(() => this.lists.fetch(id))
  }

  /** Everything from a message on is new again. */
  async unread(id: number, seq: number) {
    this.cell.set({ rows: markUnread(this.cell.now.rows, id, seq) })
    await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/read', { ...this.at(id), body: { seq, unread: true } }))
    this.lists.fetch(id)
    this.counting.later()
  }

  /** Gives a label another name, or takes it away, wherever it is; tells how many are done. */
  async relabel(label: string, name: string | null, told: (done: number) => void) {
    const order: Order = { labels: { add: name === null ? [] : [name], remove: [label] } }
    for (let done = 0; ; ) {
      // what is done has the label no more: the first page is always what is left
      const ids = await this.lists.having(label)
      if (ids.length === 0) break
      const outcomes = await this.bulk(ids, order)
      const refused = outcomes.find((each) => each.outcome !== 'done' && each.outcome !== 'unchanged')
      done += outcomes.length
      told(done)
      if (refused) throw new Error(refused.detail ?? refused.outcome)
    }
    this.counting.later()
  }

  private foresee(ids: readonly number[], order: Order) {
    const { rows, acts } = this.cell.now
    const known = ids.flatMap((id) => rows.get(id)?.conversation ?? [])
    this.cell.set({ rows: putConversations(rows, known.map((each) => foresee(each, order))), acts: acts + 1 })
  }

  private async bulk(ids: readonly number[], order: Order) {
    const params = { path: { ws: this.cell.workspace } }
    const { items } = await ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/bulk', { params, body: { ids: [...ids], ...orderBody(order) } }),
    )
    return items
  }

  private at(id: number) {
    return { params: { path: { ws: this.cell.workspace, id } } }
  }
}
