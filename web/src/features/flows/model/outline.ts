import type { Exit, FlowNode, NodeTypes } from '../types'
import { type Doc, edgeAt } from './doc'
import { type Way, waysOf } from './nodeTypes'

/** A node in the outline; where it stands already above, only a reference to it. */
export interface Line {
  node: FlowNode
  depth: number
  /** By which way of which node one comes here. */
  by: { source: string; way: Way } | null
  again: boolean
}

/** The flow as a nested list in reading order; every node stands there once, and every further way to it is a reference. */
export function outline(doc: Doc, types: NodeTypes, say: (exit: Exit) => string): Line[] {
  const lines: Line[] = []
  const seen = new Set<string>()
  const visit = (start: FlowNode) => {
    const stack: Line[] = [{ node: start, depth: 0, by: null, again: false }]
    while (stack.length > 0) {
      const line = stack.pop()!
      if (seen.has(line.node.id)) {
        lines.push({ ...line, again: true })
        continue
      }
      seen.add(line.node.id)
      lines.push(line)
      const ways = waysOf(types.get(line.node.type), line.node.data, say)
      const linked = ways.flatMap((way): Line[] => {
        const target = doc.nodes.get(edgeAt(doc, line.node.id, way.handle)?.target ?? '')
        return target ? [{ node: target, depth: line.depth + (ways.length > 1 && linkedCount(doc, line.node.id, ways) > 1 ? 1 : 0), by: { source: line.node.id, way }, again: false }] : []
      })
      stack.push(...linked.reverse())
    }
  }
  const targets = new Set([...doc.edges.values()].map((edge) => edge.target))
  const nodes = [...doc.nodes.values()]
  const roots = [...nodes.filter((node) => types.get(node.type)?.entry && types.get(node.type)?.exits.length), ...nodes.filter((node) => !targets.has(node.id)), ...nodes]
  for (const node of roots) if (!seen.has(node.id)) visit(node)
  return lines
}

const linkedCount = (doc: Doc, id: string, ways: readonly Way[]) => ways.filter((way) => edgeAt(doc, id, way.handle)).length
