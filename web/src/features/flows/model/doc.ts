import type { FlowDocument, FlowEdge, FlowNode } from '../types'

/** A flow while it is edited: elements by id, in the document's order; whatever else the document holds is kept. */
export interface Doc {
  readonly nodes: ReadonlyMap<string, FlowNode>
  readonly edges: ReadonlyMap<string, FlowEdge>
  readonly rest: Readonly<Record<string, unknown>>
}

export function readDoc(document: FlowDocument): Doc {
  const { nodes = [], edges = [], ...rest } = document
  const known = new Map<string, FlowNode>()
  for (const node of nodes) {
    const position = { x: Number(node.position?.x) || 0, y: Number(node.position?.y) || 0 }
    known.set(node.id, { ...node, data: node.data ?? {}, position })
  }
  const ways = new Map<string, FlowEdge>()
  for (const edge of edges) {
    let id = edge.id ?? `${edge.source}-${edge.target}`
    while (ways.has(id)) id += '+'
    ways.set(id, edge.id === id ? edge : { ...edge, id })
  }
  return { nodes: known, edges: ways, rest: { schemaVersion: 1, ...rest } }
}

export const writeDoc = (doc: Doc): FlowDocument => ({
  ...doc.rest,
  nodes: [...doc.nodes.values()],
  edges: [...doc.edges.values()],
})

export const handleOf = (edge: FlowEdge): string | null => edge.sourceHandle || null

export const edgesFrom = (doc: Doc, node: string) => [...doc.edges.values()].filter((edge) => edge.source === node)

export const edgeAt = (doc: Doc, node: string, handle: string | null) =>
  [...doc.edges.values()].find((edge) => edge.source === node && handleOf(edge) === handle)

/** A short id that this document does not use. */
export function freshId(doc: Doc, stem: string, taken: ReadonlySet<string> = new Set()): string {
  for (let n = doc.nodes.size + doc.edges.size + 1; ; n++) {
    const id = `${stem}${n}`
    if (!doc.nodes.has(id) && !doc.edges.has(id) && !taken.has(id)) return id
  }
}
