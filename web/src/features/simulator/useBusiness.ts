import { useQuery } from '@tanstack/react-query'
import { fetchNumbers } from './line'

/** The numbers that the simulator plays; asked again until it answers. */
export function useBusinessNumbers(api: string) {
  return useQuery({
    queryKey: ['simulator', 'numbers', api],
    queryFn: () => fetchNumbers(api),
    retry: true,
    retryDelay: (attempt) => Math.min(10_000, 500 * 2 ** attempt),
  })
}
