import { api, ask, call } from '~/api/client'
import type { Audience, Campaign, CampaignRequest, CampaignState, Deed, Progress, RecipientWord } from './types'

const all = '/api/v1/workspaces/{ws}/broadcasts'
const one = '/api/v1/workspaces/{ws}/broadcasts/{id}'

/** The campaigns of one workspace; the server calls them broadcasts. */
export class CampaignsApi {
  private readonly root: string
  private readonly path: { ws: string }

  constructor(readonly workspace: string) {
    this.root = `/api/v1/workspaces/${encodeURIComponent(workspace)}/broadcasts`
    this.path = { ws: workspace }
  }

  private at = (id: number) => ({ params: { path: { ...this.path, id } } })

  list(state: CampaignState | undefined, cursor?: string) {
    return ask(api.GET(all, { params: { path: this.path, query: { state, cursor, limit: 30 } } }))
  }

  find(id: number) {
    return ask(api.GET(one, this.at(id)))
  }

  create(request: CampaignRequest, key: string) {
    return call<Campaign>('POST', this.root, request, { headers: { 'idempotency-key': key } })
  }

  change(id: number, request: CampaignRequest) {
    return ask(api.PUT(one, { ...this.at(id), body: request }))
  }

  remove(id: number) {
    return ask(api.DELETE(one, this.at(id)))
  }

  count(audience: Audience, sample: number, contactId?: number, signal?: AbortSignal) {
    return ask(api.POST(`${all}/audience`, { params: { path: this.path }, body: { audience, sample, contactId: contactId ?? null }, signal }))
  }

  start(id: number, at: string | null, localTime: boolean) {
    return ask(api.POST(`${one}/start`, { ...this.at(id), body: { at, localTime } }))
  }

  step(id: number, step: 'pause' | 'resume' | 'cancel') {
    return call<Campaign>('POST', `${this.root}/${id}/${step}`)
  }

  retry(id: number, code: number | null) {
    return ask(api.POST(`${one}/retry`, { ...this.at(id), body: { code } }))
  }

  rate(id: number, perSecond: number | null) {
    return ask(api.POST(`${one}/rate`, { ...this.at(id), body: { perSecond } }))
  }

  estimate(id: number) {
    return ask(api.POST(`${one}/estimate`, this.at(id)))
  }

  test(id: number, contactId: number, clientId: string, values: object | null) {
    return call<void>('POST', `${this.root}/${id}/test`, { contactId, clientId, values })
  }

  progress(id: number): Promise<Progress> {
    return ask(api.GET(`${one}/progress`, this.at(id)))
  }

  recipients(id: number, only: { state?: RecipientWord; deed?: Deed; variant?: string }, cursor?: string) {
    return ask(api.GET(`${one}/recipients`, { params: { path: { ...this.path, id }, query: { ...only, cursor, limit: 100 } } }))
  }

  recipientsAddress(id: number) {
    return `${this.root}/${id}/recipients.csv`
  }

  /** What people did to it, for those who may know. */
  events(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/audit', { params: { path: this.path, query: { target: String(id), limit: 100 } } }))
  }

  templates() {
    return ask(api.GET('/api/v1/workspaces/{ws}/templates', { params: { path: this.path, query: { status: 'APPROVED', limit: 200 } } }))
  }

  channels() {
    return ask(api.GET('/api/v1/workspaces/{ws}/channels', { params: { path: this.path } }))
  }

  segments() {
    return ask(api.GET('/api/v1/workspaces/{ws}/segments', { params: { path: this.path } }))
  }

  saveSegment(name: string, rule: unknown) {
    return call<{ id: number }>('POST', `/api/v1/workspaces/${encodeURIComponent(this.workspace)}/segments`, { name, rule })
  }

  contact(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}', { params: { path: { ...this.path, id } } }))
  }

  contacts(query: { search?: string; filter?: string; segment?: number; limit: number }) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts', { params: { path: this.path, query } }))
  }

  flows() {
    return ask(api.GET('/api/v1/workspaces/{ws}/flows', { params: { path: this.path, query: { limit: 200 } } }))
  }

  flowVersion(flow: string, version: number) {
    return call<{ document: { nodes: { id: string; type: string; data?: Record<string, unknown> }[]; edges: { source: string; target: string }[] } }>(
      'GET',
      `/api/v1/workspaces/${encodeURIComponent(this.workspace)}/flows/${encodeURIComponent(flow)}/versions/${version}`,
    )
  }
}
