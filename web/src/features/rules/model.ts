import type { components } from '~/api/schema'
import type { Condition } from '~/model/conditions'

export type FieldView = components['schemas']['FieldView']

/** What a rule can speak of in this workspace. */
export interface Known {
  fields: readonly FieldView[]
  tags: readonly string[]
  flows: readonly { id: string; name: string }[]
  campaigns: readonly { id: number; title: string }[]
}

export type Input = 'text' | 'number' | 'date' | 'boolean' | 'none' | 'tag' | 'flow' | 'campaign' | { choices: readonly string[] }

/** Any flow or campaign at all, or none. */
export const anyOne = '*'
export const noOne = '-'

const listed = ['inFlow', 'receivedBroadcast']

const fixed: Record<string, Record<string, Input>> = {
  tag: { has: 'tag' },
  name: { contains: 'text', startsWith: 'text', is: 'text', empty: 'none' },
  phone: { startsWith: 'text', is: 'text', empty: 'none' },
  language: { is: 'text' },
  optedOut: { is: 'boolean' },
  optedIn: { is: 'boolean' },
  blocked: { is: 'boolean' },
  hasConversation: { is: 'boolean' },
  inFlow: { is: 'flow' },
  receivedBroadcast: { is: 'campaign' },
  createdAt: { after: 'date', before: 'date' },
  lastInboundAt: { after: 'date', before: 'date' },
}

/** What can be asked about, the workspace's own fields last. */
export const attributesOf = ({ fields }: Pick<Known, 'fields'>) => [...Object.keys(fixed), ...fields.map(({ key }) => `fields.${key}`)]

/** What can be asked of an attribute, and what is typed for it. */
export function opsOf(attribute: string, fields: readonly FieldView[]): Record<string, Input> {
  const known = fixed[attribute]
  if (known) return known
  const field = fields.find((each) => `fields.${each.key}` === attribute)
  switch (field?.type) {
    case 'text':
      return { is: 'text', contains: 'text', empty: 'none' }
    case 'number':
      return { is: 'number', less: 'number', greater: 'number', empty: 'none' }
    case 'date':
      return { is: 'date', before: 'date', after: 'date', empty: 'none' }
    case 'boolean':
      return { is: 'boolean', empty: 'none' }
    case 'choice':
      return { is: { choices: field.choices }, empty: 'none' }
    default:
      return {}
  }
}

/** The condition as a rule wants it: instants with a time, dates of fields without. Null while something is missing. */
export function conditionOf(attribute: string, op: string, text: string, input: Input): Condition | null {
  if (input === 'none') return { attribute, op }
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (input === 'boolean') return { attribute, op, value: trimmed === 'true' }
  if (listed.includes(attribute) && (trimmed === anyOne || trimmed === noOne)) return { attribute, op, value: trimmed === anyOne }
  if (input === 'campaign') return Number.isSafeInteger(Number(trimmed)) ? { attribute, op, value: Number(trimmed) } : null
  if (input === 'number') return Number.isFinite(Number(trimmed)) ? { attribute, op, value: Number(trimmed) } : null
  if (input === 'date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return null
    return { attribute, op, value: attribute.startsWith('fields.') ? trimmed : `${trimmed}T00:00:00Z` }
  }
  return { attribute, op, value: trimmed }
}

/** A condition while it is being made: what is typed need not make sense yet. */
export interface Draft {
  attribute: string
  op: string
  text: string
  not: boolean
}

export const firstDraft: Draft = { attribute: 'tag', op: 'has', text: '', not: false }

/** What can be chosen for a draft; null where it is typed. */
export function choicesOf({ attribute, op }: Draft, { fields, tags, flows, campaigns }: Known): readonly string[] | null {
  const input = opsOf(attribute, fields)[op] ?? 'none'
  if (input === 'boolean') return ['true', 'false']
  if (input === 'flow') return [anyOne, noOne, ...flows.map(({ id }) => id)]
  if (input === 'campaign') return [anyOne, noOne, ...campaigns.map(({ id }) => String(id))]
  if (input === 'tag') return tags.length > 0 ? tags : null
  return typeof input === 'object' ? input.choices : null
}

/** The text of a draft; where one of several is chosen, the first until somebody chooses. */
export function textOf(draft: Draft, known: Known): string {
  const choices = choicesOf(draft, known)
  return !choices || choices.includes(draft.text) ? draft.text : (choices[0] ?? '')
}

/** The condition that a draft means, or null while something is missing. */
export function settled(draft: Draft, known: Known): Condition | null {
  const input = opsOf(draft.attribute, known.fields)[draft.op]
  const condition = input === undefined ? null : conditionOf(draft.attribute, draft.op, textOf(draft, known), input)
  return condition && draft.not ? { ...condition, not: true } : condition
}

/** What is not true of a contact is false; of a field it may also be missing, so there `not` is something else. */
const truthText = (attribute: string, value: boolean) => (listed.includes(attribute) ? (value ? anyOne : noOne) : String(value))

/** A condition as it is edited again. */
export const draftOf = ({ attribute, op, value, not }: Condition): Draft => ({
  attribute,
  op: op === 'isNot' ? 'is' : op,
  ...(typeof value === 'boolean' && !attribute.startsWith('fields.')
    ? { text: truthText(attribute, value !== ((not ?? false) !== (op === 'isNot'))), not: false }
    : { text: String(value ?? '').replace(/T00:00:00Z$/, ''), not: (not ?? false) !== (op === 'isNot') }),
})
