import { useNow } from '~/ui'

/** So near its end, a window may close before the reply is out. */
export const lateWithin = 5 * 60_000

/** Milliseconds until the window closes; looked at every second in its last minutes. */
export function useClosesIn(closesAt: string | null | undefined) {
  const until = closesAt ? Date.parse(closesAt) : 0
  const slow = useNow(10_000)
  const near = until - slow < lateWithin + 10_000
  const now = useNow(near ? 1000 : 10_000)
  return until - Math.max(now, slow)
}
