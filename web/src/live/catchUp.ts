import type { Rows } from '~/model/conversations'
import { retryDelay } from './backoff'
import type { HubState } from './hub'
import type { InboxCell } from './inboxState'

/** A break that nobody has noticed needs no thanks. */
const noticed = 2000

/** Fetches what was missed after a break, until it is here; only then the strip says so. */
export class CatchUp {
  private hub: HubState = 'connecting'
  private wasLive = false
  /** The one that counts: whatever an earlier one brings says nothing about now. */
  private attempt = 0
  private retries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  /** What was known when the first attempt began. */
  private before: Rows | null = null

  constructor(
    private readonly cell: InboxCell,
    /** False: not all could be fetched. */
    private readonly fetch: () => Promise<boolean>,
  ) {}

  linkIs(state: HubState) {
    this.hub = state
    if (state === 'live') return void this.refresh()
    this.stop()
    const { link } = this.cell.now
    this.cell.set({ link: { ...link, state, downSince: link.downSince ?? Date.now(), caughtUp: null } })
  }

  async refresh() {
    this.stop()
    const attempt = this.attempt
    this.before ??= this.cell.now.rows
    const before = this.before
    const isHere = await this.fetch()
    if (attempt !== this.attempt) return
    if (!isHere) {
      this.timer = setTimeout(() => void this.refresh(), retryDelay(this.retries++, Math.random()))
      return
    }
    this.retries = 0
    this.before = null
    if (this.hub === 'live') this.isLive(before)
  }

  stop() {
    this.attempt++
    clearTimeout(this.timer)
  }

  private isLive(before: Rows) {
    const { link, rows } = this.cell.now
    const now = Date.now()
    const isBack = this.wasLive && link.downSince !== null && now - link.downSince > noticed
    this.wasLive = true
    if (link.state === 'live') return
    this.cell.set({ link: { state: 'live', downSince: null, caughtUp: isBack ? { updates: updates(before, rows), at: now } : null } })
  }
}

/** How much is new; of a conversation that was not known it cannot be told how much, so it is one. */
function updates(before: Rows, rows: Rows): number {
  let sum = 0
  for (const [id, { conversation }] of rows) {
    const had = before.get(id)
    sum += had ? conversation.seq - had.conversation.seq : 1
  }
  return sum
}
