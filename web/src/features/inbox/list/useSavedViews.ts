import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'
import { type ListQuery, writeQuery } from '~/model/listQuery'

/** The lists that somebody has put together, and how to change them. */
export function useSavedViews() {
  const ws = useInboxStore()?.workspace ?? ''
  const queries = useQueryClient()
  const key = ['saved-views', ws]
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/inbox/views', { params: { path: { ws } } })),
    enabled: ws !== '',
    staleTime: 60_000,
  })
  const views = data?.items ?? []
  return {
    views,
    async save(name: string, query: ListQuery) {
      const body = { name, query: writeQuery(query) as Record<string, string>, position: views.length }
      await ask(api.POST('/api/v1/workspaces/{ws}/inbox/views', { params: { path: { ws } }, body }))
      await queries.invalidateQueries({ queryKey: key })
    },
    async remove(view: string) {
      await ask(api.DELETE('/api/v1/workspaces/{ws}/inbox/views/{view}', { params: { path: { ws, view } } }))
      await queries.invalidateQueries({ queryKey: key })
    },
  }
}
