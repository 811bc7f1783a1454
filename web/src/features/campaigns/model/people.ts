import type { Contact, ListedPhone } from '../types'
import type { Place, Source, Sources } from './template'

/** Somebody to try the message on. */
export interface Person {
  id: string
  name: string | null
  phone: string | null
  language: string | null
  fields: Readonly<Record<string, unknown>>
  values: Readonly<Record<string, unknown>>
}

export const personOf = (contact: Contact): Person => ({
  id: String(contact.id),
  name: contact.name,
  phone: contact.phone,
  language: contact.language,
  fields: (contact.fields ?? {}) as Record<string, unknown>,
  values: {},
})

export const listedPerson = (one: ListedPhone): Person => ({
  id: one.phone,
  name: one.name ?? null,
  phone: one.phone,
  language: null,
  fields: {},
  values: (one.values ?? {}) as Record<string, unknown>,
})

/** WhatsApp takes one line: breaks and tabs become spaces. */
const line = (value: unknown) => (value === null || value === undefined ? '' : String(value).trim().replace(/\s/g, ' '))

/** What stands in a place for somebody; empty when there is nothing at all. */
export function valueFor({ from, text, fallback }: Source, person: Person): string {
  if (from === 'text') return line(text)
  const found =
    from === 'contact.name' ? person.name
    : from === 'contact.phone' ? person.phone
    : from === 'contact.language' ? person.language
    : from.startsWith('contact.fields.') ? person.fields[from.slice('contact.fields.'.length)]
    : from.startsWith('values.') ? person.values[from.slice('values.'.length)]
    : null
  return line(found) || line(fallback)
}

/** All values of a message for somebody, by place. */
export function valuesFor(places: readonly Place[], sources: Sources, person: Person): Record<string, string> {
  return Object.fromEntries(places.flatMap((place) => (sources[place.key] ? [[place.key, valueFor(sources[place.key]!, person)]] : [])))
}

/** Those for whom the message grows longest: what fits them fits everybody. */
export function longestFirst(people: readonly Person[], places: readonly Place[], sources: Sources): Person[] {
  const length = (person: Person) => Object.values(valuesFor(places, sources, person)).reduce((sum, value) => sum + value.length, 0)
  return [...people].sort((a, b) => length(b) - length(a) || (b.name?.length ?? 0) - (a.name?.length ?? 0))
}
