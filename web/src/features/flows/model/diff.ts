import type { FlowEdge, FlowNode } from '../types'
import type { Doc } from './doc'

export type Difference = 'added' | 'removed' | 'changed'

export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** How one document differs from another. Where nodes stand is no difference. */
export interface Diff {
  nodes: ReadonlyMap<string, Difference>
  edges: ReadonlyMap<string, Difference>
  fields: ReadonlyMap<string, readonly FieldChange[]>
  settings: boolean
}

export const count = (diff: Diff, what: Difference) => [...diff.nodes.values()].filter((each) => each === what).length

export const isEmpty = (diff: Diff) => diff.nodes.size === 0 && diff.edges.size === 0 && !diff.settings

/** True when nothing tells two documents apart, where nodes stand included. */
export const alike = (a: Doc, b: Doc) =>
  a.nodes.size === b.nodes.size && [...a.nodes].every(([id, node]) => same(node, b.nodes.get(id))) && compare(a, b).edges.size === 0 && same(a.rest, b.rest)

export function compare(before: Doc, after: Doc): Diff {
  const nodes = new Map<string, Difference>()
  const fields = new Map<string, FieldChange[]>()
  for (const [id, node] of after.nodes) {
    const old = before.nodes.get(id)
    const changes = old && old.type === node.type ? fieldChanges(old, node) : []
    if (!old || old.type !== node.type) nodes.set(id, 'added')
    else if (changes.length > 0) {
      nodes.set(id, 'changed')
      fields.set(id, changes)
    }
  }
  for (const id of before.nodes.keys()) if (!after.nodes.has(id)) nodes.set(id, 'removed')

  const edges = new Map<string, Difference>()
  const ways = new Set([...before.edges.values()].map(way))
  const newWays = new Set([...after.edges.values()].map(way))
  for (const edge of after.edges.values()) if (!ways.has(way(edge))) edges.set(edge.id, 'added')
  for (const edge of before.edges.values()) if (!newWays.has(way(edge))) edges.set(edge.id, 'removed')
  return { nodes, edges, fields, settings: !same(before.rest.settings, after.rest.settings) }
}

const way = (edge: FlowEdge) => JSON.stringify([edge.source, edge.sourceHandle || null, edge.target])

const fieldChanges = (before: FlowNode, after: FlowNode): FieldChange[] =>
  [...new Set([...Object.keys(before.data), ...Object.keys(after.data)])]
    .filter((field) => !same(before.data[field], after.data[field]))
    .map((field) => ({ field, before: before.data[field], after: after.data[field] }))

/** Equal as JSON, whatever the order of the keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (a == null && b == null)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => same(each, b[i]))
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]))
}
