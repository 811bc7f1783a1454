import { useQuery } from '@tanstack/react-query'
import type { CampaignsApi } from '../api'

/** The flows that people can be sent into. */
export function usePublished(api: CampaignsApi) {
  const { data } = useQuery({ queryKey: ['campaigns', api.workspace, 'flows'], queryFn: () => api.flows(), staleTime: 30_000 })
  return (data?.items ?? []).filter(({ publishedVersion, state }) => publishedVersion !== null && state !== 'archived')
}
