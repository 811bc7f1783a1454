import type { Data, FlowEdge, FlowNode, NodeType, NodeTypes } from '../types'
import { type Doc, edgeAt, edgesFrom, freshId, handleOf } from './doc'
import { afterRemoval } from './groups'
import type { Change } from './history'
import { waysOf } from './nodeTypes'

/** What people do to a flow, each as the changes it makes. */

export type Point = { x: number; y: number }

const wide = 340

export function addNode(doc: Doc, type: NodeType, position: Point, data: Data = freshData(type)): [FlowNode, Change[]] {
  const node: FlowNode = { id: freshId(doc, 'n'), type: type.type, position: rounded(position), data }
  return [node, [{ kind: 'node', id: node.id, before: null, after: node }]]
}

/** The data of a new node; options get ids that stay theirs. */
export function freshData(type: NodeType): Data {
  const data: Record<string, unknown> = structuredClone(type.sample)
  for (const field of type.fields) {
    const list = data[field.name]
    if ((field.kind === 'options' || field.kind === 'branches') && Array.isArray(list))
      data[field.name] = list.map((item: object) => ({ ...item, id: freshItemId() }))
  }
  return data
}

export const freshItemId = () => Math.random().toString(36).slice(2, 8).padEnd(6, '0')

export const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) })

export function moveNodes(doc: Doc, places: ReadonlyMap<string, Point>): Change[] {
  return [...places].flatMap(([id, place]): Change[] => {
    const before = doc.nodes.get(id)
    const position = rounded(place)
    if (!before || (before.position.x === position.x && before.position.y === position.y)) return []
    return [{ kind: 'node', id, before, after: { ...before, position } }]
  })
}

/** Sets fields; undefined takes one away. Cables of items that are gone go with them. */
export function setData(doc: Doc, id: string, values: Record<string, unknown>, types: NodeTypes): Change[] {
  const before = doc.nodes.get(id)
  if (!before) return []
  const data: Record<string, unknown> = { ...before.data, ...values }
  for (const [name, value] of Object.entries(values)) if (value === undefined) delete data[name]
  const after: FlowNode = { ...before, data }
  const type = types.get(before.type)
  const gone = type ? lostHandles(type, before.data, data) : new Set<string | null>()
  const cables = edgesFrom(doc, id).filter((edge) => gone.has(handleOf(edge)))
  return [...removeEdges(cables), { kind: 'node', id, before, after }]
}

function lostHandles(type: NodeType, before: Data, after: Data) {
  const left = new Set(waysOf(type, after, () => '').map((way) => way.handle))
  return new Set(waysOf(type, before, () => '').map((way) => way.handle).filter((handle) => !left.has(handle)))
}

const removeEdges = (edges: Iterable<FlowEdge>): Change[] => [...edges].map((edge) => ({ kind: 'edge', id: edge.id, before: edge, after: null }))

/** Takes nodes and cables away. A chain around a lone node closes again: what led to it leads to what it led to. */
export function remove(doc: Doc, nodes: ReadonlySet<string>, edges: ReadonlySet<string>): Change[] {
  const touched = [...doc.edges.values()].filter((edge) => edges.has(edge.id) || nodes.has(edge.source) || nodes.has(edge.target))
  const closing: Change[] = []
  const [lone] = nodes
  if (nodes.size === 1 && edges.size === 0 && lone !== undefined) {
    const out = edgesFrom(doc, lone)
    const onward = out.length === 1 && out[0]!.target !== lone ? out[0]!.target : null
    if (onward !== null)
      for (const edge of touched.filter((each) => each.target === lone && each.source !== lone && each.source !== onward))
        closing.push({ kind: 'edge', id: edge.id, before: edge, after: { ...edge, target: onward } })
  }
  const kept = new Set(closing.map((change) => (change.kind === 'edge' ? change.id : '')))
  return [
    ...closing,
    ...removeEdges(touched.filter((edge) => !kept.has(edge.id))),
    ...[...nodes].flatMap((id): Change[] => {
      const before = doc.nodes.get(id)
      return before ? [{ kind: 'node', id, before, after: null }] : []
    }),
    ...afterRemoval(doc, nodes),
  ]
}

export type Refusal = 'itself' | 'taken' | 'entry' | 'missing'

/** Why a cable cannot be laid so; null when it can. `except` is the cable that is being moved. */
export function refusal(doc: Doc, types: NodeTypes, source: string, handle: string | null, target: string, except?: string): Refusal | null {
  const to = doc.nodes.get(target)
  if (!to || !doc.nodes.has(source)) return 'missing'
  if (source === target) return 'itself'
  if (types.get(to.type)?.entry) return 'entry'
  const there = edgeAt(doc, source, handle)
  return there && there.id !== except ? 'taken' : null
}

export function connect(doc: Doc, source: string, handle: string | null, target: string): Change[] {
  const edge: FlowEdge = { id: freshId(doc, 'e'), source, target, sourceHandle: handle }
  return [{ kind: 'edge', id: edge.id, before: null, after: edge }]
}

export function reroute(doc: Doc, id: string, source: string, handle: string | null, target: string): Change[] {
  const before = doc.edges.get(id)
  return before ? [{ kind: 'edge', id, before, after: { ...before, source, sourceHandle: handle, target } }] : []
}

/** Puts a node into a cable: what led there leads to it, and it leads on by its first way. */
export function insert(doc: Doc, types: NodeTypes, node: FlowNode, edgeId: string): Change[] {
  const edge = doc.edges.get(edgeId)
  const type = types.get(node.type)
  if (!edge || !type || type.entry || edge.source === node.id || edge.target === node.id) return []
  const [first] = waysOf(type, node.data, () => '')
  const onward = first && !edgeAt(doc, node.id, first.handle) ? [first.handle] : []
  return [
    { kind: 'edge', id: edge.id, before: edge, after: { ...edge, target: node.id } },
    ...onward.map((handle): Change => {
      const after: FlowEdge = { id: freshId(doc, 'e'), source: node.id, sourceHandle: handle, target: edge.target }
      return { kind: 'edge', id: after.id, before: null, after }
    }),
  ]
}

/** The first way out of a node that leads nowhere yet. */
export function freeWay(doc: Doc, types: NodeTypes, id: string): { handle: string | null } | null {
  const node = doc.nodes.get(id)
  if (!node) return null
  const ways = waysOf(types.get(node.type), node.data, () => '')
  return ways.find((way) => !way.aside && !edgeAt(doc, id, way.handle)) ?? null
}

/** A place to the right of a node where nothing stands. */
export function placeAfter(doc: Doc, id: string | null): Point {
  const node = id === null ? undefined : doc.nodes.get(id)
  const all = [...doc.nodes.values()]
  const start = node?.position ?? { x: Math.max(0, ...all.map((each) => each.position.x)), y: Math.min(0, ...all.map((each) => each.position.y)) }
  const at = all.length === 0 ? { x: 0, y: 0 } : { x: start.x + wide, y: start.y }
  while (all.some((each) => Math.abs(each.position.x - at.x) < 280 && Math.abs(each.position.y - at.y) < 120)) at.y += 160
  return at
}
