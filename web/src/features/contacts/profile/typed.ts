import type { FieldView } from '../../rules/model'
import { type Contact, fieldText, fieldValue, valuesOf } from '../model'

export const ownParts = ['name', 'phone', 'language'] as const
export type OwnPart = (typeof ownParts)[number]

/** What was typed over a contact and is not saved, by its part: `name`, `fields.city`. What was not touched is not in it. */
export type Typed = Readonly<Record<string, string>>

export const fieldPart = (key: string) => `fields.${key}`

/** What a part shows: what was typed, or else what the contact has by now. */
export function textOf(contact: Contact, typed: Typed, part: string): string {
  const own = ownParts.find((each) => each === part)
  return typed[part] ?? (own ? (contact[own] ?? '') : fieldText(valuesOf(contact)[part.slice(fieldPart('').length)]))
}

/** With one more text; one that is as the contact has it counts as not touched. */
export function typedOver(contact: Contact, typed: Typed, part: string, text: string): Typed {
  const { [part]: _, ...rest } = typed
  return text === textOf(contact, rest, part) ? rest : { ...rest, [part]: text }
}

/** What is to be changed of the contact as it is now, and the fields whose text is none of their type. */
export function changeOf(contact: Contact, typed: Typed, fields: readonly Pick<FieldView, 'key' | 'type'>[]) {
  const change: Record<string, unknown> = {}
  const values: Record<string, unknown> = {}
  const flawed = new Set<string>()
  for (const part of ownParts) {
    const text = textOf(contact, typed, part).trim()
    if (part in typed && text !== (contact[part] ?? '')) change[part] = text || null
  }
  for (const { key, type } of fields) {
    const text = typed[fieldPart(key)]
    if (text === undefined) continue
    const value = fieldValue(type, text)
    if (value === undefined) flawed.add(key)
    else if (fieldText(value) !== fieldText(valuesOf(contact)[key])) values[key] = value
  }
  if (Object.keys(values).length > 0) change.fields = values
  return { change, flawed, dirty: Object.keys(change).length > 0 }
}

/** What is left once `saved` is saved: what was typed since. */
export const leftOf = (typed: Typed, saved: Typed): Typed => Object.fromEntries(Object.entries(typed).filter(([part, text]) => saved[part] !== text))
