import { useQuery } from '@tanstack/react-query'
import { api, ask, call } from '~/api/client'
import type { components } from '~/api/schema'
import type { Condition } from '~/model/conditions'
import { type Bulk, bulkBody, type Contact, type ImportView } from './model'
import { ruleOf } from '../rules/rules'

type Schemas = components['schemas']
export type ContactDetail = Schemas['ContactDetail']
export type ImportColumn = Schemas['ImportColumn']

export interface Asked {
  search: string
  where: readonly Condition[]
  segment?: number
}

/** The contacts of one workspace. */
export class ContactsApi {
  private readonly root: string
  private readonly path: { ws: string }

  constructor(readonly workspace: string) {
    this.root = `/api/v1/workspaces/${encodeURIComponent(workspace)}/contacts`
    this.path = { ws: workspace }
  }

  private at = (id: number) => ({ ...this.path, id })

  list({ search, where, segment }: Asked, cursor?: string, limit = 100) {
    const query = { search: search || undefined, filter: ruleOf(where), segment, cursor, limit }
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts', { params: { path: this.path, query } }))
  }

  count({ search, where, segment }: Asked) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/count', { params: { path: this.path, query: { search: search || undefined, filter: ruleOf(where), segment } } }))
  }

  exportAddress({ search, where, segment }: Asked) {
    const query = new URLSearchParams({ bom: 'true' })
    if (search) query.set('search', search)
    const rule = ruleOf(where)
    if (rule) query.set('filter', rule)
    if (segment !== undefined) query.set('segment', String(segment))
    return `${this.root}/export?${query}`
  }

  create(contact: object) {
    return call<Contact>('POST', this.root, contact)
  }

  find(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}', { params: { path: this.at(id) } }))
  }

  change(contact: Contact, change: object) {
    return call<Contact>('PATCH', `${this.root}/${contact.id}`, change, { headers: { 'if-match': `"${contact.version}"` } })
  }

  bulk(ids: readonly number[], change: Bulk) {
    return call<Schemas['BulkOutcome']>('POST', `${this.root}/bulk`, bulkBody(ids, change))
  }

  notes(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}/notes', { params: { path: this.at(id) } }))
  }

  addNote(id: number, text: string) {
    return ask(api.POST('/api/v1/workspaces/{ws}/contacts/{id}/notes', { params: { path: this.at(id) }, body: { text } }))
  }

  removeNote(id: number, note: number) {
    return ask(api.DELETE('/api/v1/workspaces/{ws}/contacts/{id}/notes/{note}', { params: { path: { ...this.at(id), note } } }))
  }

  talks(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}/conversations', { params: { path: this.at(id) } }))
  }

  changes(id: number, cursor?: string) {
    return call<Schemas['ChangePage']>('GET', `${this.root}/${id}/changes${cursor ? `?cursor=${cursor}` : ''}`)
  }

  merge(id: number, other: number, take: readonly string[]) {
    return call<Schemas['MergeDone']>('POST', `${this.root}/${id}/merge`, { other, take })
  }

  merges(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}/merges', { params: { path: this.at(id) } }))
  }

  undoMerge(merge: number) {
    return call<void>('POST', `${this.root}/merges/${merge}/undo`)
  }

  erasure(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/{id}/erase', { params: { path: this.at(id) } }))
  }

  erase(id: number, confirm: string) {
    return call<void>('POST', `${this.root}/${id}/erase`, { confirm })
  }

  upload(file: File) {
    const type = file.name.toLowerCase().endsWith('.json') ? 'application/json' : 'text/csv'
    return call<ImportView>('POST', `${this.root}/import?fileName=${encodeURIComponent(file.name)}`, file, { headers: { 'content-type': type } })
  }

  imports() {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/import', { params: { path: this.path } }))
  }

  import(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/import/{id}', { params: { path: this.at(id) } }))
  }

  startImport(id: number, start: object) {
    return call<ImportView>('POST', `${this.root}/import/${id}/start`, start)
  }

  cancelImport(id: number) {
    return call<ImportView>('POST', `${this.root}/import/${id}/cancel`)
  }

  rejectedAddress(id: number) {
    return `${this.root}/import/${id}/rejected`
  }
}

/** The saved filters of one workspace. */
export class SegmentsApi {
  private readonly path: { ws: string }

  constructor(workspace: string) {
    this.path = { ws: workspace }
  }

  private at = (id: number) => ({ ...this.path, id })

  create(name: string, rule: object) {
    return ask(api.POST('/api/v1/workspaces/{ws}/segments', { params: { path: this.path }, body: { name, rule } }))
  }

  change(id: number, name: string, rule: object) {
    return ask(api.PUT('/api/v1/workspaces/{ws}/segments/{id}', { params: { path: this.at(id) }, body: { name, rule } }))
  }

  remove(id: number) {
    return ask(api.DELETE('/api/v1/workspaces/{ws}/segments/{id}', { params: { path: this.at(id) } }))
  }

  sample(id: number) {
    return ask(api.GET('/api/v1/workspaces/{ws}/segments/{id}/sample', { params: { path: this.at(id) } }))
  }

  /** How many a rule means, before it is saved. */
  count(rule: object, signal?: AbortSignal) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/count', { signal, params: { path: this.path, query: { filter: JSON.stringify(rule) } } }))
  }
}

/** The segments of the workspace, by name. */
export function useSegments(workspace: string) {
  return useQuery({
    queryKey: ['segments', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/segments', { params: { path: { ws: workspace } } })),
    staleTime: 30_000,
  })
}
