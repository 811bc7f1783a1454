import type { Conversation } from '~/api/types'
import { foresee, isAs, type Order } from './desk'

/** What this page has asked for, and the server's words do not show yet. */
export interface Meant {
  readonly key: number
  readonly order: Order
}

/** A word of the server with what was asked for laid over it, and what of that it does not have yet. */
export function layOver(told: Conversation, meant: readonly Meant[]): { shown: Conversation; left: readonly Meant[] } {
  // what comes first is done first: a later one may look done only because the earlier one is not
  const undone = meant.findIndex(({ order }) => !isAs(told, order))
  const left = undone < 0 ? [] : meant.slice(undone)
  return { shown: left.reduce((conversation, { order }) => foresee(conversation, order), told), left }
}
