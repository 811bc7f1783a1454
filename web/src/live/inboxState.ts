import type { Counts, Lease } from '~/api/types'
import type { Rows } from '~/model/conversations'
import type { OrderKind } from '~/model/desk'
import type { Outbox } from '~/model/outbox'
import type { Past } from '~/model/past'
import type { Presence } from '~/model/presence'
import type { Thread } from '~/model/thread'
import type { HubState } from './hub'

export interface ListState {
  loading: boolean
  failed: boolean
  /** Loaded at least once. */
  ready: boolean
  next: string | null
  /** The place of the last loaded row while the server has more; null when all is here. */
  horizon: number | null
  /** Loaded rows; for a search also who they are, in the server's order. */
  ids: readonly number[]
}

export interface ThreadState {
  thread: Thread | null
  problem: 'failed' | 'missing' | null
  loadingOlder: boolean
}

export interface Link {
  state: HubState
  /** When it broke, or null while it holds. */
  downSince: number | null
  /** Updates fetched at the last return, and when. */
  caughtUp: { updates: number; at: number } | null
}

/** What was done last with conversations, for a moment, with a way back. */
export interface Done {
  kind: OrderKind
  count: number
  failed: number
  canUndo: boolean
  at: number
}

export interface InboxState {
  rows: Rows
  lists: ReadonlyMap<string, ListState>
  counts: Counts | null
  threads: ReadonlyMap<number, ThreadState>
  /** History that the open conversation shows instead of its live end. */
  past: Past | null
  /** How often what is shown has changed at once, and not by growing: it is drawn anew. */
  leaps: number
  outbox: Outbox
  link: Link
  /** Who else is at which conversation. */
  presence: Presence
  /** Whose reply it is, of conversations in which this page has begun one. */
  leases: ReadonlyMap<number, Lease>
  /** Conversations in which this person answers although somebody else does. */
  insisted: ReadonlySet<number>
  done: Done | null
  /** How often this person has changed conversations: what they do themselves may move rows under their pointer. */
  acts: number
  /** How often what is scheduled has changed, by conversation: a reason to ask again. */
  scheduled: ReadonlyMap<number, number>
}

/** The one state of an inbox, shared by those who keep parts of it; whoever listens hears of each change. */
export class InboxCell {
  private readonly listeners = new Set<() => void>()

  constructor(
    readonly workspace: string,
    readonly me: number | string,
    private state: InboxState,
  ) {}

  get now() {
    return this.state
  }

  set(change: Partial<InboxState>) {
    this.state = { ...this.state, ...change }
    this.listeners.forEach((listener) => listener())
  }

  readonly snapshot = () => this.state

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }
}
