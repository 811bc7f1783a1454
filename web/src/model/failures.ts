/** The one thing that helps after a failure; `none` where trying again would only fail again. */
export type Remedy = 'template' | 'again' | 'channel' | 'templates' | 'none'

/** What helps, by Meta's code (the policies of section C.5 of the reference). */
const remedies: Record<number, Remedy> = {
  131047: 'template',
  131026: 'none',
  131049: 'none',
  131050: 'none',
  130472: 'none',
  131021: 'none',
  131030: 'none',
  130497: 'none',
  131051: 'none',
  131056: 'again',
  130429: 'again',
  80007: 'again',
  131048: 'channel',
  131000: 'again',
  131016: 'again',
  131057: 'again',
  131052: 'again',
  131053: 'again',
  1: 'again',
  2: 'again',
  4: 'again',
  [-1]: 'again',
  0: 'channel',
  3: 'channel',
  10: 'channel',
  190: 'channel',
  33: 'channel',
  368: 'channel',
  131005: 'channel',
  131031: 'channel',
  131037: 'channel',
  131042: 'channel',
  131045: 'channel',
  133010: 'channel',
  132000: 'template',
  132001: 'templates',
  132007: 'templates',
  132012: 'template',
  132015: 'templates',
  132016: 'templates',
  132018: 'template',
}

export const remedyOf = (code: number): Remedy => remedies[code] ?? (code >= 200 && code <= 299 ? 'channel' : 'none')

/** What helps when our own server said no, by the problem's kind. */
export function remedyOfRefusal(kind: string | undefined): 'template' | 'force' | 'again' | 'none' {
  switch (kind) {
    case 'window-closed':
      return 'template'
    case 'leased':
      return 'force'
    case 'blocked':
    case 'opted-out':
      return 'none'
    default:
      return 'again'
  }
}
