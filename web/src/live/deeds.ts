import { api, ask } from '~/api/client'
import type { DeskOutcome, Person } from '~/api/types'
import { endMeaning, endReading, markRead, markUnread, mean } from '~/model/conversations'
import { kindOf, type Order, orderBody, type StepBack, stepsBack } from '~/model/desk'
import type { Counting } from './counting'
import type { InboxCell } from './inboxState'
import type { Lists } from './lists'

export type ReturnTo = { where: 'stopped' | 'nothing' } | { where: 'flow'; flowId: string }

/** The server takes so many at once. */
const mostAtOnce = 500
/** For so long after an answer there may still come what the server said before it. */
const stillOnTheWay = 2000

const isRefused = ({ outcome }: DeskOutcome) => outcome !== 'done' && outcome !== 'unchanged'
const idsOf = (step: StepBack) => ('returned' in step ? [step.returned] : step.ids)

/** What a person does with conversations beside writing in them. */
export class Deeds {
  private back: StepBack[] = []
  private meanings = 0
  /** The number of the last change. */
  private newest = 0

  constructor(
    private readonly cell: InboxCell,
    private readonly lists: Lists,
    private readonly counting: Counting,
  ) {}

  /** Does the same with all of them: on screen at once, and told with a way back when the server has done it. */
  async change(ids: readonly number[], order: Order) {
    const mine = ++this.newest
    // the way back that is still shown is that of something else
    this.forgetDone()
    let outcomes: DeskOutcome[]
    try {
      outcomes = await this.carryOut(ids, order)
    } catch (cause) {
      ids.forEach((id) => this.lists.fetch(id))
      this.cell.set({ done: { kind: kindOf(order), count: 0, failed: ids.length, canUndo: false, at: Date.now() } })
      throw cause
    }
    const done = outcomes.filter((each) => each.outcome === 'done').length
    const failed = outcomes.filter(isRefused)
    failed.forEach((each) => this.lists.fetch(each.id))
    // something else was done meanwhile, and its way back is the one that is offered
    if (mine !== this.newest && failed.length === 0) return this.counting.later()
    this.back = stepsBack(order, outcomes)
    if (done + failed.length > 0)
      this.cell.set({ done: { kind: kindOf(order), count: done, failed: failed.length, canUndo: this.back.length > 0, at: Date.now() } })
    this.counting.later()
  }

  /** Puts back what was done last. What could not be put back is told, and can be tried again. */
  async undo() {
    const { done } = this.cell.now
    const steps = this.back
    this.back = []
    this.cell.set({ done: null })
    const left: StepBack[] = []
    for (const step of steps) left.push(...(await this.stepBack(step)))
    this.counting.later()
    const failed = new Set(left.flatMap(idsOf))
    if (!done || failed.size === 0) return
    failed.forEach((id) => this.lists.fetch(id))
    // what was done meanwhile keeps its words and its own way back
    const newer = this.cell.now.done
    if (newer) return this.cell.set({ done: { ...newer, failed: newer.failed + failed.size } })
    this.back = left
    this.cell.set({ done: { ...done, count: 0, failed: failed.size, canUndo: true, at: Date.now() } })
  }

  /** Does one step back; what is left of it when it could not be done. */
  private async stepBack(step: StepBack): Promise<StepBack[]> {
    try {
      if ('returned' in step) {
        await this.handBack(step.returned)
        return []
      }
      const outcomes = await this.carryOut(step.ids, step.order)
      const ids = outcomes.filter(isRefused).map((each) => each.id)
      return ids.length > 0 ? [{ ...step, ids }] : []
    } catch {
      return [step]
    }
  }

  forgetDone() {
    this.back = []
    if (this.cell.now.done) this.cell.set({ done: null })
  }

  async takeOver(id: number, me: Person) {
    const key = this.foresee([id], { assign: { to: me } })
    try {
      this.lists.put([await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/handoff', this.at(id)))])
    } catch (cause) {
      this.lists.fetch(id)
      throw cause
    } finally {
      this.settle([id], key)
    }
    this.counting.later()
  }

  async handBack(id: number, to: ReturnTo = { where: 'stopped' }) {
    const body = { where: to.where, flowId: to.where === 'flow' ? to.flowId : null }
    const told = await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/return', { ...this.at(id), body }))
    // it comes after everything that was asked for before
    this.cell.set({ rows: endMeaning(this.cell.now.rows, [id]).rows })
    this.lists.put([told])
    this.counting.later()
  }

  read(id: number, seq: number) {
    this.cell.set({ rows: markRead(this.cell.now.rows, id, seq) })
    this.counting.later()
    void ask(
      api.POST('/api/v1/workspaces/{ws}/conversations/{id}/read', { ...this.at(id), body: { seq, unread: false } }),
    ).then(
      () => setTimeout(() => this.believe(id, seq), stillOnTheWay),
      () => {
        this.believe(id, seq)
        this.lists.fetch(id)
      },
    )
  }

  /** Everything from a message on is new again. */
  async unread(id: number, seq: number) {
    this.cell.set({ rows: markUnread(this.cell.now.rows, id, seq) })
    try {
      await ask(api.POST('/api/v1/workspaces/{ws}/conversations/{id}/read', { ...this.at(id), body: { seq, unread: true } }))
    } finally {
      this.lists.fetch(id)
    }
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
      const refused = outcomes.find(isRefused)
      done += outcomes.length
      told(done)
      if (refused) throw new Error(refused.detail ?? refused.outcome)
    }
    this.counting.later()
  }

  /** The server knows what was read here, or never will. */
  private believe(id: number, seq: number) {
    const { rows, doubted } = endReading(this.cell.now.rows, id, seq)
    if (rows !== this.cell.now.rows) this.cell.set({ rows })
    if (doubted) this.lists.fetch(id)
  }

  /** Shows it as done, and does it: older words of the server change nothing until it is known to be on its way. */
  private async carryOut(ids: readonly number[], order: Order) {
    const key = this.foresee(ids, order)
    let asIs: readonly number[] = ids
    try {
      const outcomes = await this.bulk(ids, order)
      asIs = outcomes.filter(isRefused).map((each) => each.id)
      const rest = outcomes.filter((each) => !isRefused(each)).map((each) => each.id)
      setTimeout(() => this.settle(rest, key), stillOnTheWay)
      return outcomes
    } finally {
      this.settle(asIs, key)
    }
  }

  private foresee(ids: readonly number[], order: Order): number {
    const key = ++this.meanings
    const { rows, acts } = this.cell.now
    this.cell.set({ rows: mean(rows, ids, { key, order }), acts: acts + 1 })
    return key
  }

  private settle(ids: readonly number[], key: number) {
    const { rows, doubted } = endMeaning(this.cell.now.rows, ids, key)
    if (doubted.length > 0) this.cell.set({ rows })
    doubted.forEach((id) => this.lists.fetch(id))
  }

  /** In as many requests as it takes. */
  private async bulk(ids: readonly number[], order: Order) {
    const params = { path: { ws: this.cell.workspace } }
    const outcomes: DeskOutcome[] = []
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const body = { ids: ids.slice(from, from + mostAtOnce), ...orderBody(order) }
      const { items } = await ask(api.POST('/api/v1/workspaces/{ws}/conversations/bulk', { params, body }))
      outcomes.push(...items)
    }
    return outcomes
  }

  private at(id: number) {
    return { params: { path: { ws: this.cell.workspace, id } } }
  }
}
