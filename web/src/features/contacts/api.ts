import { useQuery } from '@tanstack/react-query'
import { api, ask, call } from '~/api/client'
import type { components } from '~/api/schema'
import { type Bulk, bulkBody, type Condition, type Contact, type ImportView, ruleOf } from './model'

type Schemas = components['schemas']
export type ContactDetail = Schemas['ContactDetail']
export type ImportColumn = Schemas['ImportColumn']

export interface Asked {
  search: string
  where: readonly Condition[]
}

/** The contacts of one workspace. */
export class ContactsApi {
  private readonly root: string
  private readonly path: { ws: string }

  constructor(workspace: string) {
    this.root = `/api/v1/workspaces/${encodeURIComponent(workspace)}/contacts`
    this.path = { ws: workspace }
  }

  private at = (id: number) => ({ ...this.path, id })

  list({ search, where }: Asked, cursor?: string, limit = 100) {
    const query = { search: search || undefined, filter: ruleOf(where), cursor, limit }
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts', { params: { path: this.path, query } }))
  }

  count({ search, where }: Asked) {
    return ask(api.GET('/api/v1/workspaces/{ws}/contacts/count', { params: { path: this.path, query: { search: search || undefined, filter: ruleOf(where) } } }))
  }

  exportAddress({ search, where }: Asked) {
    const query = new URLSearchParams({ bom: 'true' })
    if (search) query.set('search', search)
    const rule = ruleOf(where)
    if (rule) query.set('filter', rule)
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

/** The custom fields of the workspace. */
export function useFields(workspace: string) {
  const { data } = useQuery({
    queryKey: ['fields', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/fields', { params: { path: { ws: workspace } } })),
    staleTime: 60_000,
  })
  return data?.items ?? []
}

/** The tags of the workspace, by name. */
export function useTags(workspace: string) {
  const { data } = useQuery({
    queryKey: ['tags', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/tags', { params: { path: { ws: workspace } } })),
    staleTime: 60_000,
  })
  return data?.items.map(({ name }) => name) ?? []
}
