import { api, ask } from '~/api/client'
import type { InboxCell } from './inboxState'

const apart = 1500

/** The numbers beside the views: asked for a little after a change, never more often than each 1.5 seconds. */
export class Counting {
  private timer: ReturnType<typeof setTimeout> | undefined
  private last = 0

  constructor(private readonly cell: InboxCell) {}

  later(delay = 300) {
    if (this.timer !== undefined) return
    const wait = Math.max(delay, this.last + apart - Date.now())
    this.timer = setTimeout(() => void this.count(), delay === 0 ? 0 : wait)
  }

  stop() {
    clearTimeout(this.timer)
  }

  private async count() {
    this.timer = undefined
    this.last = Date.now()
    const path = { ws: this.cell.workspace }
    const counts = await ask(
      api.GET('/api/v1/workspaces/{ws}/conversations/counts', { params: { path } }),
    ).catch(() => null)
    if (counts) this.cell.set({ counts })
  }
}
