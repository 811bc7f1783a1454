import { api, ask, call } from '~/api/client'
import type { Audience, EntryState, Sequence, SequenceRequest } from '../types'

const all = '/api/v1/workspaces/{ws}/sequences'
const one = '/api/v1/workspaces/{ws}/sequences/{id}'

/** The sequences of one workspace: messages after one another, at each person's own pace. */
export class SequencesApi {
  private readonly root: string
  private readonly path: { ws: string }

  constructor(readonly workspace: string) {
    this.root = `/api/v1/workspaces/${encodeURIComponent(workspace)}/sequences`
    this.path = { ws: workspace }
  }

  private at = (id: number) => ({ params: { path: { ...this.path, id } } })

  list(cursor?: string) {
    return ask(api.GET(all, { params: { path: this.path, query: { cursor, limit: 50 } } }))
  }

  find(id: number) {
    return ask(api.GET(one, this.at(id)))
  }

  create(request: SequenceRequest, key: string) {
    return call<Sequence>('POST', this.root, request, { headers: { 'idempotency-key': key } })
  }

  change(id: number, request: SequenceRequest) {
    return ask(api.PUT(one, { ...this.at(id), body: request }))
  }

  remove(id: number) {
    return ask(api.DELETE(one, this.at(id)))
  }

  step(id: number, step: 'begin' | 'pause' | 'resume' | 'end') {
    return call<Sequence>('POST', `${this.root}/${id}/${step}`)
  }

  enter(id: number, audience: Audience) {
    return ask(api.POST(`${one}/enter`, { ...this.at(id), body: { audience } }))
  }

  leave(id: number, contactIds: number[]) {
    return ask(api.POST(`${one}/leave`, { ...this.at(id), body: { contactIds } }))
  }

  entries(id: number, state: EntryState | undefined, after?: string) {
    return ask(api.GET(`${one}/entries`, { params: { path: { ...this.path, id }, query: { state, after: after ? Number(after) : undefined, limit: 50 } } }))
  }
}
