import { useQuery } from '@tanstack/react-query'
import { api, ask } from '~/api/client'
import type { Queue } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'

/** Somebody of the workspace who can be given conversations. */
export interface Mate {
  id: string
  name: string
}

const noQueues: readonly Queue[] = []
const nobody: readonly Mate[] = []

/** The people and the queues of the workspace. */
export function useTeam() {
  const ws = useInboxStore()?.workspace ?? ''
  const params = { path: { ws } }
  const members = useQuery({
    queryKey: ['users', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params })),
    enabled: ws !== '',
    staleTime: 60_000,
  })
  const queues = useQuery({
    queryKey: ['queues', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/queues', { params })),
    enabled: ws !== '',
    staleTime: 60_000,
  })
  return {
    people: (members.data?.items.filter((each) => !each.suspended && each.role !== 'viewer') as readonly Mate[] | undefined) ?? nobody,
    queues: queues.data?.items ?? noQueues,
  }
}

const none: ReadonlySet<string> = new Set()

/** Who has the inbox open now; asked again while somebody looks. */
export function usePresent(): ReadonlySet<string> {
  const ws = useInboxStore()?.workspace ?? ''
  const { data } = useQuery({
    queryKey: ['present', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/presence', { params: { path: { ws } } })),
    enabled: ws !== '',
    refetchInterval: 15_000,
    select: (list) => new Set(list.present),
  })
  return data ?? none
}
