/** A request to the Graph API or the posting of a webhook, as the simulator wrote it down. */
export interface Line {
  n: number
  at: string
  kind: 'request' | 'webhook'
  recipient?: string | null
  what?: string | null
  text?: string | null
  method?: string | null
  path?: string | null
  statusCode?: number | null
  errorCode?: number | null
  attempts?: number | null
  problem?: string | null
  body?: string | null
}

export const mostLines = 300

/** The newest lines first, without doubles and not too many; a log that begins anew replaces the old one. */
export function gather(known: readonly Line[], news: readonly Line[]): readonly Line[] {
  if (news.length === 0) return known
  const last = known[0]?.n ?? 0
  const fresh = news.filter((line) => line.n > last)
  return [...fresh.reverse(), ...known].slice(0, mostLines)
}

/** JSON laid out for reading; what is no JSON stays as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

export const failed = (line: Line) => line.statusCode == null || line.statusCode >= 400
