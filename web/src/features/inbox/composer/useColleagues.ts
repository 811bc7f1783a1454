import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'
import { plainly, type Trigger } from '~/model/trigger'
import type { Suggestion } from './useSuggestions'

/** The members of the workspace whose name fits what is written behind the @. */
export function useColleagues(trigger: Trigger | null): readonly Suggestion[] {
  const ws = useInboxStore()?.workspace ?? ''
  const { data } = useQuery({
    queryKey: ['users', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params: { path: { ws } } })),
    enabled: trigger !== null,
    staleTime: 60_000,
  })
  const query = trigger?.query
  return useMemo(() => {
    const wanted = plainly(query ?? '')
    return (data?.items ?? [])
      .filter((member) => !member.suspended && plainly(member.name).split(/\s+/).some((_, at, parts) => parts.slice(at).join(' ').startsWith(wanted)))
      .slice(0, 30)
      .map((member) => ({ id: member.id, label: member.name, detail: member.email }))
  }, [data, query])
}
