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

/** Lines of the log, and the number of its newest one, asked for or not. */
export interface Page {
  items: Line[]
  last: number
}

export const mostLines = 300

/** The newest lines first, without doubles and not too many; a log that begins anew replaces the old one. */
export function gather(known: readonly Line[], { items, last }: Page): readonly Line[] {
  const newest = known[0]?.n ?? 0
  const kept = last < newest ? [] : known
  if (items.length === 0) return kept
  const fresh = items.filter((line) => line.n > (kept[0]?.n ?? 0))
  return [...fresh.reverse(), ...kept].slice(0, mostLines)
}

/** What to ask the log for: all at first, then what came after the newest line. */
export const asked = (known: readonly Line[]) =>
  known[0] ? `after=${known[0].n}&limit=${mostLines}` : `tail=${mostLines}`

/** JSON laid out for reading; what is no JSON stays as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

export const failed = (line: Line) => line.statusCode == null || line.statusCode >= 400
