import { useQuery } from '@tanstack/react-query'
import { ApiError, api, ask } from '~/api/client'

/** Who is here. A server that is away is asked again; "not signed in" is an answer. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: () => ask(api.GET('/api/v1/session')),
    staleTime: Infinity,
    retry: (_, problem) => problem instanceof ApiError && problem.passing,
    retryDelay: (attempt) => Math.min(10_000, 500 * 2 ** attempt),
  })
}
