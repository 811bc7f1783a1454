import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from './edits'

export interface Box {
  id: string
  width: number
  height: number
}

/** A cable, and the place of its handle among the handles of its node. */
export interface Cable {
  source: string
  target: string
  order: number
}

/** Lays nodes out from left to right; what leaves a node by an upper handle stays above what leaves by a lower one. */
export function tidy(boxes: readonly Box[], cables: readonly Cable[]): Map<string, Point> {
  const graph = new Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', nodesep: 36, ranksep: 96, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  const order = inOrder(boxes, cables)
  for (const box of order) graph.setNode(box.id, { width: box.width, height: box.height })
  const sorted = [...cables].filter((cable) => cable.source !== cable.target).sort((a, b) => a.order - b.order)
  for (const cable of sorted) graph.setEdge(cable.source, cable.target)
  layout(graph, { constraints: constraints(sorted) })
  return keepOrder(order, sorted, graph)
}

/** Nodes in the order of a walk from the entries: neighbours are near each other before dagre begins. */
function inOrder(boxes: readonly Box[], cables: readonly Cable[]): Box[] {
  const byId = new Map(boxes.map((box) => [box.id, box]))
  const next = new Map<string, Cable[]>()
  for (const cable of cables) next.set(cable.source, [...(next.get(cable.source) ?? []), cable])
  const targets = new Set(cables.map((cable) => cable.target))
  const out = new Map<string, Box>()
  const visit = (id: string) => {
    const stack = [id]
    while (stack.length > 0) {
      const each = stack.pop()!
      const box = byId.get(each)
      if (!box || out.has(each)) continue
      out.set(each, box)
      const ways = [...(next.get(each) ?? [])].sort((a, b) => b.order - a.order)
      stack.push(...ways.map((cable) => cable.target))
    }
  }
  boxes.filter((box) => !targets.has(box.id)).forEach((box) => visit(box.id))
  boxes.forEach((box) => visit(box.id))
  return [...out.values()]
}

function constraints(cables: readonly Cable[]) {
  const pairs: { left: string; right: string }[] = []
  const by = grouped(cables, (cable) => cable.source)
  for (const ways of by.values())
    for (let i = 1; i < ways.length; i++)
      if (ways[i - 1]!.target !== ways[i]!.target) pairs.push({ left: ways[i - 1]!.target, right: ways[i]!.target })
  return pairs
}

/** dagre may swap targets when it straightens cables: within a column, targets of one node only take turns. */
function keepOrder(boxes: readonly Box[], cables: readonly Cable[], graph: Graph): Map<string, Point> {
  const places = new Map(boxes.map(({ id }) => [id, graph.node(id) as { x: number; y: number; width: number; height: number }]))
  const incoming = new Map<string, number>()
  for (const cable of cables) incoming.set(cable.target, (incoming.get(cable.target) ?? 0) + 1)
  for (const ways of grouped(cables, (cable) => cable.source).values()) {
    const own = [...new Set(ways.map((cable) => cable.target))].filter((id) => incoming.get(id) === 1)
    for (const column of grouped(own, (id) => Math.round(places.get(id)!.x)).values()) {
      const ys = column.map((id) => places.get(id)!.y).sort((a, b) => a - b)
      const swapped = column.some((id, i) => places.get(id)!.y !== ys[i])
      if (!swapped) continue
      let top = Math.min(...column.map((id) => places.get(id)!.y - places.get(id)!.height / 2))
      for (const id of column) {
        const place = places.get(id)!
        place.y = top + place.height / 2
        top += place.height + 36
      }
    }
  }
  return new Map([...places].map(([id, { x, y, width, height }]) => [id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }]))
}

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
