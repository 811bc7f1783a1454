import type { FlowEdge } from '../types'
import { type Doc, handleOf } from './doc'
import type { Change } from './history'

/** Steps that are shown as one card, or inside a frame. Kept in the document beside its nodes, where the engine looks for nothing. */
export interface Group {
  readonly id: string
  readonly name: string
  readonly nodes: readonly string[]
  readonly folded: boolean
}

const none: readonly Group[] = []
const read = new WeakMap<object, readonly Group[]>()

/** The groups of a document. Whatever is no group, or a step that is gone or in two groups, is passed over. */
export function groupsOf(doc: Doc): readonly Group[] {
  const list = doc.rest.groups
  if (!Array.isArray(list) || list.length === 0) return none
  const known = read.get(doc.nodes)
  if (known && seen.get(known) === list) return known
  const taken = new Set<string>()
  const groups: Group[] = []
  for (const each of list as unknown[]) {
    const { id, name, nodes, folded } = (typeof each === 'object' && each !== null ? each : {}) as Partial<Group>
    if (typeof id !== 'string' || id === '' || !Array.isArray(nodes) || groups.some((other) => other.id === id)) continue
    const own = [...new Set(nodes)].filter((node) => typeof node === 'string' && doc.nodes.has(node) && !taken.has(node))
    if (own.length === 0) continue
    own.forEach((node) => taken.add(node))
    groups.push({ id, name: typeof name === 'string' ? name : '', nodes: own, folded: folded === true })
  }
  read.set(doc.nodes, groups)
  seen.set(groups, list)
  return groups
}

const seen = new WeakMap<readonly Group[], unknown>()

export const groupOf = (doc: Doc, node: string) => groupsOf(doc).find((group) => group.nodes.includes(node)) ?? null

/** The folded group that hides a step. */
export const hidingOf = (doc: Doc, node: string) => groupsOf(doc).find((group) => group.folded && group.nodes.includes(node)) ?? null

const put = (doc: Doc, groups: readonly Group[]): Change[] => {
  const { groups: _, ...rest } = doc.rest
  return [{ kind: 'rest', before: doc.rest, after: groups.length > 0 ? { ...rest, groups } : rest }]
}

/** Puts steps into a group of their own; out of others they go. */
export function gather(doc: Doc, ids: ReadonlySet<string>, name: string): [string, Change[]] {
  const nodes = [...doc.nodes.keys()].filter((id) => ids.has(id))
  if (nodes.length === 0) return ['', []]
  const groups = groupsOf(doc)
  let n = groups.length + 1
  while (groups.some((group) => group.id === `g${n}`)) n++
  const rest = without(groups, ids)
  return [`g${n}`, put(doc, [...rest, { id: `g${n}`, name, nodes, folded: false }])]
}

const without = (groups: readonly Group[], ids: ReadonlySet<string>) =>
  groups.map((group) => ({ ...group, nodes: group.nodes.filter((id) => !ids.has(id)) })).filter((group) => group.nodes.length > 0)

/** The steps stay, the group goes. */
export const scatter = (doc: Doc, id: string): Change[] => (groupsOf(doc).some((group) => group.id === id) ? put(doc, groupsOf(doc).filter((group) => group.id !== id)) : [])

export const change = (doc: Doc, id: string, values: Partial<Pick<Group, 'name' | 'folded'>>): Change[] =>
  groupsOf(doc).some((group) => group.id === id) ? put(doc, groupsOf(doc).map((group) => (group.id === id ? { ...group, ...values } : group))) : []

/** A step or none leaves its group when it is deleted; the group with nothing in it goes. */
export function afterRemoval(doc: Doc, ids: ReadonlySet<string>): Change[] {
  const groups = groupsOf(doc)
  return groups.some((group) => group.nodes.some((id) => ids.has(id))) ? put(doc, without(groups, ids)) : []
}

/** Which way leads out of a folded group: the way of one of its steps. */
export interface GroupExit {
  readonly edge: FlowEdge
  readonly node: string
  readonly handle: string | null
}

/** The cables that leave a group, in the order of its steps. */
export function exitsOf(doc: Doc, group: Group): GroupExit[] {
  const inside = new Set(group.nodes)
  const leaving = [...doc.edges.values()].filter((edge) => inside.has(edge.source) && !inside.has(edge.target))
  return leaving
    .toSorted((a, b) => group.nodes.indexOf(a.source) - group.nodes.indexOf(b.source))
    .map((edge) => ({ edge, node: edge.source, handle: handleOf(edge) }))
}

/** The step that a cable to the card leads to: the one that others lead to already, else the first. */
export function entryOf(doc: Doc, group: Group): string {
  const inside = new Set(group.nodes)
  const edges = [...doc.edges.values()]
  const led = edges.find((edge) => inside.has(edge.target) && !inside.has(edge.source))?.target
  return led ?? group.nodes.find((id) => !edges.some((edge) => edge.target === id)) ?? group.nodes[0]!
}

/** The top left corner of a group's steps. */
export function cornerOf(doc: Doc, group: Group) {
  const places = group.nodes.map((id) => doc.nodes.get(id)!.position)
  return { x: Math.min(...places.map((place) => place.x)), y: Math.min(...places.map((place) => place.y)) }
}
