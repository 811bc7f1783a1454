import type { Issue, NodeTypes } from '../types'
import { type Doc } from './doc'
import { addNode, freshItemId, remove, setData } from './edits'
import type { Change } from './history'
import { lengthOf, mostLabel } from './checks'
import { itemsOf } from './nodeTypes'

/** What a button beside an issue does, where it is plain what to do. */
export interface Fix {
  kind: 'shorten' | 'addTrigger' | 'deleteEdge' | 'deleteNode' | 'newId' | 'rename'
  changes: Change[]
}

export function fixFor(doc: Doc, types: NodeTypes, issue: Issue): Fix | null {
  const node = issue.elementId === null ? undefined : doc.nodes.get(issue.elementId)
  const edge = issue.elementId === null ? undefined : doc.edges.get(issue.elementId)
  switch (issue.code) {
    case 'too_long':
      return node && issue.field ? shorten(doc, types, node.id, issue.field) : null
    case 'no_trigger': {
      const type = types.get('trigger')
      if (!type) return null
      const left = Math.min(0, ...[...doc.nodes.values()].map((each) => each.position.x - 340))
      const first = [...doc.nodes.values()].find((each) => ![...doc.edges.values()].some((way) => way.target === each.id) && !types.get(each.type)?.entry)
      const [trigger, changes] = addNode(doc, type, { x: left, y: first?.position.y ?? 0 }, { kind: 'default' })
      const to = first ? [{ kind: 'edge' as const, id: `${trigger.id}-${first.id}`, before: null, after: { id: `${trigger.id}-${first.id}`, source: trigger.id, target: first.id, sourceHandle: null } }] : []
      return { kind: 'addTrigger', changes: [...changes, ...to] }
    }
    case 'two_edges':
    case 'loose_edge':
    case 'no_such_handle':
      return edge ? { kind: 'deleteEdge', changes: remove(doc, new Set(), new Set([edge.id])) } : null
    case 'unreachable':
      return node ? { kind: 'deleteNode', changes: remove(doc, new Set([node.id]), new Set()) } : null
    case 'duplicate_option': {
      if (!node) return null
      const seen = new Set<string>()
      const options = itemsOf(node.data, 'options').map((item) => {
        const id = seen.has(item.id) ? freshItemId() : item.id
        seen.add(id)
        return { ...item, id }
      })
      return { kind: 'newId', changes: setData(doc, node.id, { options }, types) }
    }
    case 'unknown_variable': {
      const wrong = /“([^”]+)”/.exec(issue.text)?.[1]
      const right = /[Dd]id you mean “([^”]+)”/.exec(issue.text)?.[1]
      const text = node && issue.field ? node.data[issue.field] : undefined
      if (!node || !issue.field || !wrong || !right || typeof text !== 'string') return null
      const value = text.replaceAll(new RegExp(`(?<![\\w.])${wrong.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'g'), right)
      return value === text ? null : { kind: 'rename', changes: setData(doc, node.id, { [issue.field]: value }, types) }
    }
    default:
      return null
  }
}

function shorten(doc: Doc, types: NodeTypes, id: string, name: string): Fix | null {
  const node = doc.nodes.get(id)!
  const field = types.get(node.type)?.fields.find((each) => each.name === name)
  if (!field) return null
  const cut = (text: string, most: number) => (lengthOf(text) > most ? `${[...text].slice(0, most - 1).join('').trimEnd()}…` : text)
  if (field.kind === 'options') {
    const items = itemsOf(node.data, name)
    const most = mostLabel(field, items.length)
    if (most === null) return null
    return { kind: 'shorten', changes: setData(doc, id, { [name]: items.map((item) => ({ ...item, label: cut(item.label, most) })) }, types) }
  }
  const text = node.data[name]
  return typeof text === 'string' && field.max ? { kind: 'shorten', changes: setData(doc, id, { [name]: cut(text, field.max) }, types) } : null
}
