import type { components } from '~/api/schema'
import { phoneText } from '~/model/phoneText'

type Schemas = components['schemas']

export type Contact = Schemas['ContactRow']
export type ImportView = Schemas['ContactImportView']
export type Values = Record<string, unknown>

/** What a contact is called: name, else number, else user id, else its own number. */
export function titleOf(contact: Pick<Contact, 'id' | 'name' | 'phone' | 'bsuid'>, unknown: (id: number) => string): string {
  return contact.name?.trim() || (contact.phone ? phoneText(contact.phone) : null) || contact.bsuid || unknown(contact.id)
}

export const valuesOf = (contact: Contact): Values => (contact.fields ?? {}) as Values

export type Bulk = { tag: string } | { untag: string } | { optedOut: boolean }

/** What is to be asked of the server for many contacts. */
export function bulkBody(ids: readonly number[], change: Bulk) {
  if ('tag' in change) return { ids, tag: [change.tag] }
  if ('untag' in change) return { ids, untag: [change.untag] }
  return { ids, optedOut: change.optedOut, consentSource: 'team' }
}

/** The change that takes it back, for those alone whom it changed. */
export function undoOf(change: Bulk, before: readonly Contact[]): { ids: number[]; change: Bulk } {
  if ('tag' in change) return { ids: before.filter((each) => !each.tags.includes(change.tag)).map(({ id }) => id), change: { untag: change.tag } }
  if ('untag' in change) return { ids: before.filter((each) => each.tags.includes(change.untag)).map(({ id }) => id), change: { tag: change.untag } }
  return { ids: before.filter((each) => (each.optedOut !== null) !== change.optedOut).map(({ id }) => id), change: { optedOut: !change.optedOut } }
}

/** A field's value as it is sent; undefined when the text is none of its type. */
export function fieldValue(type: string, text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (type === 'number') return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined
  if (type === 'boolean') return trimmed === 'true'
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : undefined
  return trimmed
}

export const fieldText = (value: unknown) => (value === null || value === undefined ? '' : String(value))

/** The parts in which two contacts differ, and which may be taken from the one that goes. */
export function differences(kept: Contact, other: Contact): { part: string; mine: string; theirs: string }[] {
  const mine = valuesOf(kept)
  const theirs = valuesOf(other)
  const pairs: [string, unknown, unknown][] = [
    ['name', kept.name, other.name],
    ['phone', kept.phone, other.phone],
    ['bsuid', kept.bsuid, other.bsuid],
    ['language', kept.language, other.language],
    ...[...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort().map((key): [string, unknown, unknown] => [`fields.${key}`, mine[key], theirs[key]]),
  ]
  return pairs
    .map(([part, a, b]) => ({ part, mine: fieldText(a), theirs: fieldText(b) }))
    .filter(({ mine: a, theirs: b }) => a !== b && b !== '')
}

/** What keeps an import from starting: no column by which people are known, or one meaning twice. */
export function mappingFlaw(columns: readonly { to: string | null }[]): { flaw: 'nobody' } | { flaw: 'twice'; to: string } | null {
  const taken = columns.map(({ to }) => to).filter((to): to is string => to !== null)
  const twice = taken.find((to, index) => to !== 'tags' && taken.indexOf(to) !== index)
  if (twice) return { flaw: 'twice', to: twice }
  return taken.includes('phone') || taken.includes('bsuid') ? null : { flaw: 'nobody' }
}
