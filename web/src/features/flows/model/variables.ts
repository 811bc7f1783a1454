import type { FlowNode, NodeTypes } from '../types'
import { type Doc } from './doc'

export interface Variable {
  path: string
  /** The node that sets it; null for what is always there. */
  from: string | null
}

const always = ['contact.name', 'contact.firstName', 'contact.phone', 'contact.language', 'contact.tags', 'input', 'channel.number', 'now']

/** The variables a node sets, by the description of its type. */
export function setBy(node: FlowNode, types: NodeTypes): string[] {
  const fields = types.get(node.type)?.fields ?? []
  return fields
    .filter((field) => field.kind === 'variable')
    .map((field) => String(node.data[field.name] ?? '').trim())
    .filter((name) => name !== '')
}

/** What is known when a talk comes to this node: what any way there may have set, the nearest first, then what is always there. */
export function variablesAt(doc: Doc, types: NodeTypes, id: string): Variable[] {
  const before = new Map<string, string[]>()
  const add = (to: string, from: string) => before.set(to, [...(before.get(to) ?? []), from])
  for (const edge of doc.edges.values()) add(edge.target, edge.source)
  for (const node of doc.nodes.values())
    for (const field of types.get(node.type)?.fields ?? [])
      if (field.kind === 'node') add(String(node.data[field.name] ?? ''), node.id)

  const found = new Map<string, Variable>()
  const seen = new Set<string>()
  let edge = before.get(id) ?? []
  while (edge.length > 0) {
    const next: string[] = []
    for (const each of edge) {
      if (seen.has(each)) continue
      seen.add(each)
      const node = doc.nodes.get(each)
      if (node) for (const path of setBy(node, types)) if (!found.has(path)) found.set(path, { path, from: each })
      next.push(...(before.get(each) ?? []))
    }
    edge = next
  }
  return [...found.values(), ...always.map((path) => ({ path, from: null }))]
}
