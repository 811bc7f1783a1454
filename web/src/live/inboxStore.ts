import type { CampaignProgress, Conversation, LiveEvent } from '~/api/types'
import { applyToRows } from '~/model/conversations'
import { type Ring, ringOf } from '~/model/rings'
import { CatchUp } from './catchUp'
import { Coalescer } from './coalescer'
import { Counting } from './counting'
import { Deeds } from './deeds'
import { openDoor } from './door'
import { InboxHub, type HubState } from './hub'
import { InboxCell } from './inboxState'
import { Lists } from './lists'
import { Positions } from './positions'
import { PresenceSpeaker } from './presence'
import { Sending } from './sending'
import { openShelf } from './shelf'
import { Threads } from './threads'

/** Everything the inbox shows of one workspace, kept true by snapshot, sequence and stream. */
export class InboxStore {
  private readonly cell: InboxCell
  readonly lists: Lists
  readonly threads: Threads
  readonly sending: Sending
  readonly deeds: Deeds
  readonly positions: Positions
  readonly presence: PresenceSpeaker
  private readonly counting: Counting
  readonly hub: InboxHub
  private readonly pushes = new Coalescer<LiveEvent>((batch) => this.applyBatch(batch))
  private readonly progressListeners = new Set<(progress: CampaignProgress) => void>()
  private readonly ears = new Set<(ring: Ring) => void>()
  private readonly catchUp: CatchUp
  private hasBegun = false
  private hiddenSince: number | null = null

  constructor(
    readonly workspace: string,
    readonly me: number | string,
  ) {
    this.cell = new InboxCell(workspace, me, {
      rows: new Map(),
      lists: new Map(),
      counts: null,
      threads: new Map(),
      past: null,
      leaps: 0,
      outbox: [],
      link: { state: 'connecting', downSince: null, caughtUp: null },
      presence: new Map(),
      leases: new Map(),
      insisted: new Set(),
      done: null,
      acts: 0,
      scheduled: new Map(),
    })
    this.counting = new Counting(this.cell)
    this.positions = new Positions(this.cell)
    this.lists = new Lists(this.cell, (found) => this.ringFor(found), () => this.threads.open)
    this.threads = new Threads(this.cell, () => this.sending.confirm(this.threads.loaded()))
    this.sending = new Sending({
      place: this.cell,
      shelf: openShelf(workspace, me),
      door: openDoor(workspace),
      taken: (id, message) => this.threads.add(id, message),
    })
    this.deeds = new Deeds(this.cell, this.lists, this.counting)
    this.catchUp = new CatchUp(this.cell, () => this.refresh())
    this.hub = new InboxHub('/hubs/inbox', {
      event: (event) => {
        if (event.workspace === undefined || event.workspace === this.workspace) this.pushes.push(event)
      },
      presence: (news) => this.presence.hear(news),
      scheduled: (id, from) => {
        if (from === this.workspace) this.scheduledIn(id)
      },
      progress: (progress) => progress.workspace === this.workspace && this.progressListeners.forEach((listener) => listener(progress)),
      resync: () => void this.catchUp.refresh(),
      state: (state) => this.linkIs(state),
    })
    this.presence = new PresenceSpeaker(this.cell, this.hub)
  }

  get snapshot() {
    return this.cell.snapshot
  }

  get subscribe() {
    return this.cell.subscribe
  }

  start() {
    document.addEventListener('visibilitychange', this.onVisibility)
    this.hub.start()
    this.presence.start()
    this.counting.later(0)
    void this.sending.start()
  }

  stop() {
    document.removeEventListener('visibilitychange', this.onVisibility)
    this.counting.stop()
    this.catchUp.stop()
    this.sending.stop()
    this.presence.stop()
    this.hub.stop()
  }

  /** Hears of everything that asks for attention now. */
  onRing(ear: (ring: Ring) => void) {
    this.ears.add(ear)
    return () => {
      this.ears.delete(ear)
    }
  }

  /** Hears how far campaigns are; the answer ends it. */
  readonly onProgress = (listener: (progress: CampaignProgress) => void) => {
    this.progressListeners.add(listener)
    return () => {
      this.progressListeners.delete(listener)
    }
  }

  /** Opens a conversation, or none. */
  showThread(id: number | null) {
    if (id !== null && !this.cell.now.rows.has(id)) this.lists.fetch(id)
    this.threads.show(id)
    this.presence.show(id)
  }

  /** What was asked for may have come before its push: then it is the news. */
  private ringFor(found: readonly Conversation[]) {
    for (const conversation of found) {
      const { id, seq } = conversation
      const before = this.cell.now.rows.get(id)?.conversation
      const event = { type: 'conversationChanged', workspace: this.workspace, conversationId: id, seq, conversation } as const
      const ring = before && ringOf(before, event, this.me, Date.now())
      if (ring) this.ears.forEach((ear) => ear(ring))
    }
  }

  private scheduledIn(id: number) {
    const { scheduled } = this.cell.now
    this.cell.set({ scheduled: new Map(scheduled).set(id, (scheduled.get(id) ?? 0) + 1) })
  }

  private applyBatch(batch: LiveEvent[]) {
    const rings: Ring[] = []
    const { rows, fetch } = applyToRows(this.cell.now.rows, batch, (event, before) => {
      const ring = ringOf(before, event, this.me, Date.now())
      if (ring) rings.push(ring)
    })
    this.cell.set({ rows })
    fetch.forEach((id) => this.lists.fetch(id))
    this.lists.tidy()
    this.threads.apply(batch)
    this.sending.confirm(batch.flatMap((event) => (event.type === 'messageAdded' ? [event.message] : [])))
    this.counting.later()
    rings.forEach((ring) => this.ears.forEach((ear) => ear(ring)))
  }

  private linkIs(state: HubState) {
    this.catchUp.linkIs(state)
    if (state !== 'live') return
    void this.presence.refresh()
    this.sending.pumpAll()
  }

  private readonly onVisibility = () => {
    if (document.hidden) {
      this.hiddenSince = Date.now()
      return
    }
    this.pushes.flush()
    if (this.hiddenSince !== null && Date.now() - this.hiddenSince > 30_000) void this.catchUp.refresh()
    this.hiddenSince = null
  }

  /** Fetches the open list as far as it was loaded, the counts and the open conversation. False: not all of it could be fetched. */
  private async refresh(): Promise<boolean> {
    const isAgain = this.hasBegun
    this.hasBegun = true
    this.counting.later(0)
    const fetched = await Promise.all([this.lists.refresh(), this.threads.refresh()])
    if (!fetched.every(Boolean)) return false
    const { open } = this.threads
    if (isAgain && open !== null) this.scheduledIn(open)
    return true
  }
}
