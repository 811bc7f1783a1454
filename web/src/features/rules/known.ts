import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import type { FieldView, Known } from './model'

const lately = 60_000
const noFields: readonly FieldView[] = []
const noCampaigns: Known['campaigns'] = []
const noFlows: Known['flows'] = []

/** The custom fields of the workspace. */
export function useFields(workspace: string): readonly FieldView[] {
  const { data } = useQuery({
    queryKey: ['fields', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/fields', { params: { path: { ws: workspace } } })),
    staleTime: lately,
  })
  return data?.items ?? noFields
}

/** The tags of the workspace, by name. */
export function useTags(workspace: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ['tags', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/tags', { params: { path: { ws: workspace } } })),
    staleTime: lately,
  })
  return useMemo(() => data?.items.map(({ name }) => name) ?? [], [data])
}

/** The flows that people can be inside of. */
function useFlowNames(workspace: string): Known['flows'] {
  const { data } = useQuery({
    queryKey: ['flow-names', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/flows', { params: { path: { ws: workspace }, query: { limit: 200 } } })),
    staleTime: lately,
  })
  return data?.items ?? noFlows
}

/** The newest campaigns; the server calls them broadcasts. */
function useCampaignTitles(workspace: string): Known['campaigns'] {
  const { data } = useQuery({
    queryKey: ['broadcast-titles', workspace],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/broadcasts', { params: { path: { ws: workspace }, query: { limit: 100 } } })),
    staleTime: lately,
  })
  return data?.items ?? noCampaigns
}

/** All that a rule can speak of. */
export function useKnown(workspace: string): Known {
  const fields = useFields(workspace)
  const tags = useTags(workspace)
  const flows = useFlowNames(workspace)
  const campaigns = useCampaignTitles(workspace)
  return useMemo(() => ({ fields, tags, flows, campaigns }), [fields, tags, flows, campaigns])
}
