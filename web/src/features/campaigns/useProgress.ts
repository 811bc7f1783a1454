import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { Coalescer } from '~/live/coalescer'
import type { CampaignsApi } from './api'
import { isOver, newer } from './model/report'
import type { CampaignState, Progress } from './types'

const keyOf = (workspace: string, id: number) => ['campaigns', workspace, 'progress', id]

function put(queries: QueryClient, workspace: string, progress: Progress) {
  queries.setQueryData<Progress>(keyOf(workspace, progress.id), (before) => newer(before, progress))
}

/** Lets pushes into what the screens show, at most once a second. */
export function useLiveProgress(workspace: string) {
  const queries = useQueryClient()
  const store = useInboxStore()
  useEffect(() => {
    if (!store) return
    const pushes = new Coalescer<Progress>((batch) => batch.forEach((progress) => put(queries, workspace, progress)), 1000)
    return store.onProgress((progress) => pushes.push(progress))
  }, [store, queries, workspace])
}

/** How far a campaign is: pushed while the hub is there, asked for otherwise. Statuses still come in after its end, so it is asked now and then. */
export function useProgress(api: CampaignsApi, id: number, state: CampaignState | undefined) {
  const live = useInbox((each) => each.link.state === 'live', false)
  return useQuery({
    queryKey: keyOf(api.workspace, id),
    queryFn: () => api.progress(id),
    enabled: state !== undefined && state !== 'draft' && state !== 'scheduled',
    structuralSharing: (before, now) => newer(before as Progress | undefined, now as Progress),
    refetchInterval: (query) => (isOver(query.state.data?.state ?? state ?? '') ? 15_000 : live ? 5_000 : 1_500),
  })
}
