const browsers = [
  ['Edge', /Edg\w*\//],
  ['Opera', /OPR\//],
  ['Firefox', /(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|CriOS|Chromium)\//],
  ['Safari', /Safari\//],
] as const

const systems = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux|X11/],
] as const

const found = (list: readonly (readonly [string, RegExp])[], agent: string) => list.find(([, sign]) => sign.test(agent))?.[0]

/** What a browser calls itself, in two words that a person knows: `Firefox`, `Linux`. Null for one that says neither. */
export function deviceOf(agent: string): { browser: string | null; system: string | null } | null {
  const browser = found(browsers, agent) ?? null
  const system = found(systems, agent) ?? null
  return browser || system ? { browser, system } : null
}
