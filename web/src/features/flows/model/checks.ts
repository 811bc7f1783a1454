import type { FlowNode, Issue, NodeType, NodeTypes } from '../types'
import type { Doc } from './doc'
import { fieldsOf, itemsOf } from './nodeTypes'

/** Length as the limits count it. */
export const lengthOf = (text: string) => [...text].length

/** The most an item's label may have: buttons are shorter than the rows of a list. */
export const mostLabel = (field: { maxLabel?: number | null }, count: number) => (field.maxLabel ? (count > 3 ? 24 : field.maxLabel) : null)

/** Words for a limit; `item` is the label of the item that is too long. */
export type Say = (node: FlowNode, field: string, has: number, most: number, item?: string) => string

/** Limits are checked here at once, because they can be; all else is the server's word. Texts that are filled in are as long as they come out. */
export function overlong(doc: Doc, types: NodeTypes, say: Say): Issue[] {
  return [...doc.nodes.values()].flatMap((node) => {
    const type = types.get(node.type)
    return type ? overlongIn(node, type, say) : []
  })
}

function overlongIn(node: FlowNode, type: NodeType, say: Say): Issue[] {
  const issues: Issue[] = []
  const check = (field: string, text: unknown, most: number | null | undefined, item?: string) => {
    if (typeof text !== 'string' || !most || text.includes('{{') || text.includes('{%')) return
    const has = lengthOf(text)
    if (has > most) issues.push({ code: 'too_long', severity: 'error', elementId: node.id, field, text: say(node, field, has, most, item) })
  }
  for (const field of fieldsOf(type, node.data)) {
    if (field.kind === 'options') {
      const items = itemsOf(node.data, field.name)
      items.forEach((item) => check(field.name, item.label, mostLabel(field, items.length), item.label))
    } else if (['text', 'template', 'longTemplate'].includes(field.kind)) check(field.name, node.data[field.name], field.max)
  }
  return issues
}
