import type { Data, Exit, Field, FieldCondition, NodeType } from '../types'

/** A way out of one node: by which handle, and how it is called. */
export interface Way {
  handle: string | null
  label: string
  aside: boolean
  /** The item of a list that this way belongs to. */
  item?: { field: string; index: number }
}

export interface Item {
  id: string
  label: string
  [more: string]: unknown
}

/** The items of a list field. The older form, bare texts, is read as well. */
export function itemsOf(data: Data, field: string): Item[] {
  const list = data[field]
  if (!Array.isArray(list)) return []
  const stem = field === 'options' ? 'opt' : 'branch'
  return list.map((each: unknown, index) => {
    if (typeof each !== 'object' || each === null) return { id: `${stem}-${index}`, label: each == null ? '' : String(each) }
    const item = each as Record<string, unknown>
    return { ...item, id: item.id == null || item.id === '' ? `${stem}-${index}` : String(item.id), label: String(item.label ?? item.title ?? '') }
  })
}

function valueFor(type: NodeType, data: Data, name: string): string {
  const value = data[name]
  if (Array.isArray(value)) return value.length > 0 ? 'filled' : ''
  return value == null || value === '' ? (type.fields.find((field) => field.name === name)?.usual ?? '') : String(value)
}

export const holds = (type: NodeType, data: Data, when: FieldCondition | null | undefined) =>
  !when || when.is.includes(valueFor(type, data, when.field))

export const fieldsOf = (type: NodeType, data: Data): Field[] => type.fields.filter((field) => holds(type, data, field.when))

export function waysOf(type: NodeType | undefined, data: Data, say: (exit: Exit) => string): Way[] {
  if (!type) return [{ handle: null, label: '', aside: false }]
  return type.exits
    .filter((exit) => holds(type, data, exit.when))
    .flatMap((exit): Way[] =>
      exit.each
        ? itemsOf(data, exit.each).map((item, index) => ({
            handle: item.id,
            label: item.label || `${say(exit)} ${index + 1}`,
            aside: false,
            item: { field: exit.each!, index },
          }))
        : [{ handle: exit.handle, label: say(exit), aside: exit.aside }],
    )
}

/** Text without case and accents: what people mean when they search. */
export const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()

/** Every word of the query begins a word of the text. */
export function fits(query: string, text: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u)
  return fold(query)
    .split(/\s+/)
    .every((part) => part === '' || words.some((word) => word.startsWith(part)))
}
