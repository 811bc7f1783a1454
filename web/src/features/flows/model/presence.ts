import type { components } from '~/api/schema'

export interface PresenceNews {
  workspace: string
  flowId: string
  person: components['schemas']['AssigneeSummary']
  nodeId: string | null
  gone: boolean
}

/** Somebody who was heard of, and when. */
export interface Heard {
  id: string
  name: string
  node: string | null
  at: number
}

export const goneAfter = 45_000

export function hear(heard: ReadonlyMap<string, Heard>, { person, nodeId, gone }: PresenceNews, now: number): ReadonlyMap<string, Heard> {
  const next = new Map(heard)
  const id = String(person.id)
  if (gone) next.delete(id)
  else next.set(id, { id, name: person.name, node: nodeId, at: now })
  return next
}

/** Who is there now, by name; whoever was not heard of for 45 s is gone. */
export const at = (heard: ReadonlyMap<string, Heard>, now: number) =>
  [...heard.values()]
    .filter((one) => now - one.at < goneAfter)
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
    .map(({ id, name, node }) => ({ id, name, node }))
