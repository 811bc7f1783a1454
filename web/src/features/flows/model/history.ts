import type { FlowEdge, FlowNode } from '../types'
import type { Doc } from './doc'

/** One element before and after; null is an element that is not there. `at` is its place in the document. */
export type Change =
  | { kind: 'node'; id: string; before: FlowNode | null; after: FlowNode | null; at?: number }
  | { kind: 'edge'; id: string; before: FlowEdge | null; after: FlowEdge | null; at?: number }
  | { kind: 'rest'; before: Doc['rest']; after: Doc['rest'] }

/** What a person did in one go. Steps of the same burst that follow each other closely are one step. */
export interface Step {
  readonly changes: readonly Change[]
  readonly burst?: string
  readonly at: number
}

export interface History {
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
}

export const noHistory: History = { done: [], undone: [] }

const mostSteps = 500
const burstWithin = 1_500

export function apply(doc: Doc, changes: readonly Change[]): Doc {
  const nodes = new Place(doc.nodes)
  const edges = new Place(doc.edges)
  let rest = doc.rest
  for (const change of changes) {
    if (change.kind === 'node') nodes.put(change.id, change.after, change.at)
    else if (change.kind === 'edge') edges.put(change.id, change.after, change.at)
    else rest = change.after
  }
  return { nodes: nodes.map, edges: edges.map, rest }
}

/** The same changes backwards. `doc` is the document that they were made to. */
export const placed = (doc: Doc, changes: readonly Change[]): Change[] => {
  let now = doc
  return changes.map((change) => {
    const full = change.kind === 'rest' || change.at !== undefined || change.after ? change : { ...change, at: placeOf(now, change) }
    now = apply(now, [full])
    return full
  })
}

const placeOf = (doc: Doc, change: Change) =>
  change.kind === 'rest' ? 0 : [...(change.kind === 'node' ? doc.nodes : doc.edges).keys()].indexOf(change.id)

export const inverse = (changes: readonly Change[]): Change[] =>
  changes.toReversed().map((change) => ({ ...change, before: change.after, after: change.before }) as Change)

export function remember(history: History, step: Step): History {
  const last = history.done.at(-1)
  if (last?.burst !== undefined && last.burst === step.burst && step.at - last.at < burstWithin) {
    const merged = { ...step, changes: merge(last.changes, step.changes) }
    return { done: [...history.done.slice(0, -1), merged], undone: [] }
  }
  return { done: [...history.done, step].slice(-mostSteps), undone: [] }
}

/** Two steps as one: of an element changed twice, the first before and the last after. */
function merge(first: readonly Change[], second: readonly Change[]): Change[] {
  const all = [...first]
  for (const change of second) {
    const index = all.findLastIndex((each) => each.kind === change.kind && keyOf(each) === keyOf(change))
    if (index >= 0 && all[index]!.after !== null && change.after !== null) all[index] = { ...all[index]!, after: change.after } as Change
    else all.push(change)
  }
  return all
}

const keyOf = (change: Change) => (change.kind === 'rest' ? '' : change.id)

export function undo(doc: Doc, history: History): [Doc, History] | null {
  const step = history.done.at(-1)
  if (!step) return null
  return [apply(doc, inverse(step.changes)), { done: history.done.slice(0, -1), undone: [...history.undone, step] }]
}

export function redo(doc: Doc, history: History): [Doc, History] | null {
  const step = history.undone.at(-1)
  if (!step) return null
  return [apply(doc, step.changes), { done: [...history.done, { ...step, burst: undefined }], undone: history.undone.slice(0, -1) }]
}

/** A map that is copied when it is changed, and keeps an element that comes back at its old place. */
class Place<T> {
  constructor(public map: ReadonlyMap<string, T>) {}

  private own: Map<string, T> | null = null

  put(id: string, value: T | null, at: number | undefined) {
    const there = this.map.has(id)
    if (value !== null && !there && at !== undefined && at >= 0 && at < this.map.size) {
      this.set(new Map([...this.map].toSpliced(at, 0, [id, value])))
      return
    }
    const own = this.own ?? new Map(this.map)
    if (value === null) own.delete(id)
    else own.set(id, value)
    this.set(own)
  }

  private set(own: Map<string, T>) {
    this.own = own
    this.map = own
  }
}
