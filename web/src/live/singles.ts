import { api, ask, mayPass } from '~/api/client'
import type { Conversation } from '~/api/types'
import { retryDelay } from './backoff'

const soon = 120
/** More than that are better asked for in another way. */
export const mostOneByOne = 30

interface SinglesParts {
  workspace: string
  /** The conversation that is open. */
  opened: () => number | null
  found: (conversations: readonly Conversation[]) => void
  /** That other way. */
  tooMany: () => Promise<unknown>
}

/** Conversations that are asked for one by one. */
export class Singles {
  private readonly wanted = new Set<number>()
  private isBusy = false
  private retries = 0

  constructor(private readonly parts: SinglesParts) {}

  /** Fetches one soon, together with others that are asked for meanwhile. */
  fetch(id: number) {
    this.wanted.add(id)
    if (this.isBusy) return
    this.isBusy = true
    setTimeout(() => void this.fetchWanted(), soon)
  }

  private async fetchWanted() {
    const ids = [...this.wanted]
    this.wanted.clear()
    if (ids.length > mostOneByOne) await this.parts.tooMany()
    else await this.fetchEach(ids)
    this.isBusy = false
    const left = [...this.wanted]
    left.forEach((id) => this.fetch(id))
  }

  private async fetchEach(ids: readonly number[]) {
    const { workspace: ws, opened, found } = this.parts
    const answers = await Promise.all(
      ids.map((id) =>
        ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}', { params: { path: { ws, id } } })).catch((cause: unknown) => {
          if (id === opened() && mayPass(cause)) this.again(id)
          return null
        }),
      ),
    )
    const known = answers.filter((each) => each !== null)
    if (known.some((each) => each.id === opened())) this.retries = 0
    found(known)
  }

  /** Nothing of the open conversation can be shown without it: it is asked for until it is here. */
  private again(id: number) {
    setTimeout(() => {
      if (this.parts.opened() === id) this.fetch(id)
    }, retryDelay(this.retries++, Math.random()))
  }
}
