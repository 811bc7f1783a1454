/** How the 24-hour customer-service window stands. */
export type WindowState =
  | { kind: 'closed' }
  | { kind: 'calm' | 'soon' | 'urgent'; hours: number; minutes: number; left: number }

const hour = 3_600_000

export function windowState(closesAt: string | null | undefined, now: number): WindowState {
  const left = closesAt ? Date.parse(closesAt) - now : 0
  if (!(left > 0)) return { kind: 'closed' }
  // A server's clock a little ahead must not promise more than a day.
  const minutes = Math.min(24 * 60, Math.ceil(left / 60_000))
  const kind = left > 6 * hour ? 'calm' : left > hour ? 'soon' : 'urgent'
  return { kind, hours: Math.floor(minutes / 60), minutes: minutes % 60, left }
}
