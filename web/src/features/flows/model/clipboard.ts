import type { FlowEdge, FlowNode, NodeTypes } from '../types'
import { type Doc, freshId } from './doc'
import { type Point, rounded } from './edits'
import type { Change } from './history'

/** What is copied: nodes and the cables between them, as JSON that people can read. */
interface Piece {
  whatsappbot: 'flow'
  nodes: FlowNode[]
  edges: FlowEdge[]
}

export function copy(doc: Doc, ids: ReadonlySet<string>): string {
  const piece: Piece = {
    whatsappbot: 'flow',
    nodes: [...doc.nodes.values()].filter((node) => ids.has(node.id)),
    edges: [...doc.edges.values()].filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  }
  return JSON.stringify(piece, null, 2)
}

export function readPiece(text: string): { nodes: FlowNode[]; edges: FlowEdge[] } | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    const piece = JSON.parse(text) as Partial<Piece>
    if (!Array.isArray(piece.nodes)) return null
    const nodes = piece.nodes.filter((node) => node && typeof node.id === 'string' && typeof node.type === 'string' && typeof node.data === 'object')
    return nodes.length > 0 ? { nodes, edges: Array.isArray(piece.edges) ? piece.edges : [] } : null
  } catch {
    return null
  }
}

/** Copies come in with new ids, their cables among them, and jumps among them; the top left corner at `at`. */
export function paste(doc: Doc, piece: { nodes: readonly FlowNode[]; edges: readonly FlowEdge[] }, at: Point, types: NodeTypes): [Set<string>, Change[]] {
  const taken = new Set<string>()
  const fresh = (stem: string) => {
    const id = freshId(doc, stem, taken)
    taken.add(id)
    return id
  }
  const ids = new Map(piece.nodes.map((node) => [node.id, fresh('n')]))
  const x = Math.min(...piece.nodes.map((node) => Number(node.position?.x) || 0))
  const y = Math.min(...piece.nodes.map((node) => Number(node.position?.y) || 0))
  const nodes = piece.nodes.map((node): FlowNode => {
    const position = rounded({ x: at.x + (Number(node.position?.x) || 0) - x, y: at.y + (Number(node.position?.y) || 0) - y })
    const data: Record<string, unknown> = { ...node.data }
    for (const field of types.get(node.type)?.fields ?? []) {
      const target = ids.get(String(data[field.name]))
      if (field.kind === 'node' && target) data[field.name] = target
    }
    return { ...node, id: ids.get(node.id)!, position, data }
  })
  const edges = piece.edges
    .filter((edge) => ids.has(edge.source) && ids.has(edge.target))
    .map((edge): FlowEdge => ({ ...edge, id: fresh('e'), source: ids.get(edge.source)!, target: ids.get(edge.target)! }))
  return [
    new Set(ids.values()),
    [
      ...nodes.map((after): Change => ({ kind: 'node', id: after.id, before: null, after })),
      ...edges.map((after): Change => ({ kind: 'edge', id: after.id, before: null, after })),
    ],
  ]
}
