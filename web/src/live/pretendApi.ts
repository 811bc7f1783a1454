import { vi } from 'vitest'
import { ApiError } from '~/api/client'
import type { Conversation } from '~/api/types'

type Asked = { params: { path: { id?: number }; query?: { cursor?: string; limit?: number; view?: string; after?: number } }; body?: unknown }

const root = '/api/v1/workspaces/{ws}/conversations'
const good = (data: unknown) => Promise.resolve({ data, response: { ok: true } as Response })

/** Made-up server for tests: a list that it holds as a whole, and whatever else is put at an address. */
export class PretendApi {
  /** What the list has, in its order, by view. */
  lists: Record<string, Conversation[]> = {}
  others: Conversation[] = []
  isDown = false
  /** Answers of other addresses, of POSTs too. */
  readonly at: Record<string, (asked: Asked) => unknown> = {}
  readonly asked: string[] = []
  /** Lets a list's answer wait. */
  before: (view: string) => Promise<void> = () => Promise.resolve()

  readonly GET = vi.fn((path: string, asked: Asked) => this.answer(path, asked))
  readonly POST = vi.fn((path: string, asked: Asked) => this.answer(path, asked))

  /** How often single conversations were asked for, and which. */
  get singles() {
    return this.asked.flatMap((each) => (each.startsWith('one ') ? Number(each.slice(4)) : []))
  }

  get pages() {
    return this.asked.filter((each) => each.startsWith('list '))
  }

  private async answer(path: string, asked: Asked) {
    const { params } = asked
    if (path === root) this.asked.push(`list ${params.query?.view}`)
    else if (path === `${root}/{id}`) this.asked.push(`one ${params.path.id}`)
    else this.asked.push(path)
    if (this.isDown) throw new ApiError(0, 'no connection')
    if (path === root) return good(await this.page(params.query ?? {}))
    if (path === `${root}/{id}`) return this.one(params.path.id!)
    return good((await this.at[path]?.(asked)) ?? { items: [] })
  }

  private async page({ view = 'all', cursor, limit = 50 }: NonNullable<Asked['params']['query']>) {
    const all = this.lists[view] ?? []
    const from = Number(cursor ?? 0)
    const items = all.slice(from, from + limit)
    await this.before(view)
    return { items, next: from + limit < all.length ? String(from + limit) : null }
  }

  private one(id: number) {
    const found = [...this.others, ...Object.values(this.lists).flat()].find((each) => each.id === id)
    return found ? good(found) : Promise.resolve({ error: {}, response: { ok: false, status: 404, statusText: 'missing' } as Response })
  }
}
