import { kept, keep } from '~/storage'

/** Whose phone it is. */
export interface Person {
  phone: string
  name: string
}

const names = [
  'Ana Torres',
  'Bruno Díaz',
  'Carla Méndez',
  'Diego Ruiz',
  'Elena Sosa',
  'Fabio Lima',
  'Gala Ortiz',
  'Hugo Paz',
  'Inés Roca',
  'Julián Vega',
  'Lucía Prado',
  'Mateo Luna',
]

/** Somebody who is not among `others`. */
export function somebody(others: readonly Person[] = []): Person {
  const free = names.filter((name) => !others.some((other) => other.name === name))
  const pool = free.length > 0 ? free : names
  const name = pool[Math.floor(Math.random() * pool.length)]!
  const digits = String(Math.floor(Math.random() * 100_000_000)).padStart(8, '0')
  return { phone: `54911${digits}`, name }
}

export const cleanNumber = (text: string) => text.replace(/\D/g, '')
export const isNumber = (text: string) => /^\d{8,15}$/.test(cleanNumber(text))

/** The phones in this browser's drawer; there is always one. */
export function keptPeople(): Person[] {
  try {
    const people: unknown = JSON.parse(kept('phones') ?? '[]')
    if (Array.isArray(people)) {
      const good = people.filter((each): each is Person => isNumber(String(each?.phone)) && typeof each?.name === 'string')
      if (good.length > 0) return good
    }
  } catch {
    // A drawer that cannot be read is an empty drawer.
  }
  const first = [somebody()]
  keepPeople(first)
  return first
}

export const keepPeople = (people: readonly Person[]) => keep('phones', JSON.stringify(people))

/** The people with the one whose phone a link named in front; nobody twice, and no more than fit side by side. */
export function withPhone(people: readonly Person[], phone: string | undefined): Person[] {
  const digits = cleanNumber(phone ?? '')
  if (!isNumber(digits)) return [...people]
  const known = people.find((person) => person.phone === digits)
  return [known ?? { ...somebody(people), phone: digits }, ...people.filter((person) => person !== known)].slice(0, mostPhones)
}

export const mostPhones = 4
