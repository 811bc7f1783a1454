import { useQuery } from '@tanstack/react-query'
import { api, ask, call } from '~/api/client'
import type { components } from '~/api/schema'
import { isPending } from './model/status'
import type { Template } from './model/form'

type Schemas = components['schemas']
export type TemplateSource = Schemas['TemplateSource']
export type TemplateUse = Schemas['TemplateUse']

/** The message templates of one workspace. */
export class TemplatesApi {
  private readonly path: { ws: string }

  constructor(workspace: string) {
    this.path = { ws: workspace }
  }

  private at = (id: string) => ({ ...this.path, id })

  /** All of them; an account has at most 6,000, and most have a few dozen. */
  async all({ search, status }: { search?: string; status?: string }, signal?: AbortSignal) {
    const items: Template[] = []
    let cursor: string | undefined
    let sources: TemplateSource[] = []
    do {
      const page: Schemas['TemplatePage'] = await ask(api.GET('/api/v1/workspaces/{ws}/templates', { signal, params: { path: this.path, query: { search, status, cursor, limit: 200 } } }))
      items.push(...page.items)
      sources = page.sources
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    return { items, sources }
  }

  find(id: string) {
    return ask(api.GET('/api/v1/workspaces/{ws}/templates/{id}', { params: { path: this.at(id) } }))
  }

  create(body: Schemas['NewTemplate']) {
    return ask(api.POST('/api/v1/workspaces/{ws}/templates', { params: { path: this.path }, body }))
  }

  edit(id: string, body: Schemas['TemplateEdit']) {
    return ask(api.PUT('/api/v1/workspaces/{ws}/templates/{id}', { params: { path: this.at(id) }, body }))
  }

  remove(id: string, force: boolean) {
    return ask(api.DELETE('/api/v1/workspaces/{ws}/templates/{id}', { params: { path: this.at(id), query: { force } } }))
  }

  uses(id: string) {
    return ask(api.GET('/api/v1/workspaces/{ws}/templates/{id}/uses', { params: { path: this.at(id) } }))
  }

  allUses() {
    return ask(api.GET('/api/v1/workspaces/{ws}/templates/uses', { params: { path: this.path } }))
  }

  sync() {
    return ask(api.POST('/api/v1/workspaces/{ws}/templates/sync', { params: { path: this.path } }))
  }

  /** Hands a file to Meta as the example of a header; the answer names it. */
  example(file: File, connection: string | null) {
    const form = new FormData()
    form.append('file', file)
    const query = connection ? `?connection=${encodeURIComponent(connection)}` : ''
    return call<Schemas['TemplateExample']>('POST', `/api/v1/workspaces/${encodeURIComponent(this.path.ws)}/templates/examples${query}`, form)
  }
}

/** All templates, asked again soon while one is in review. */
export function useTemplates(templates: TemplatesApi, workspace: string, asked: { search?: string; status?: string }) {
  return useQuery({
    queryKey: ['templates', workspace, 'list', asked],
    queryFn: ({ signal }) => templates.all(asked, signal),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.items.some(isPending) ? 2_000 : 60_000),
  })
}

/** What sends each template, by its name. */
export function useUses(templates: TemplatesApi, workspace: string) {
  const { data } = useQuery({ queryKey: ['templates', workspace, 'uses'], queryFn: () => templates.allUses(), staleTime: 10_000 })
  return new Map(data?.items.map(({ name, uses }) => [name, uses]))
}
