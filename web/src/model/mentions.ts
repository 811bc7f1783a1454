/** A stretch of a note: plain, or somebody's name behind its @. */
export interface Stretch {
  text: string
  mention: boolean
}

/** Cuts a note at the names in it; of two names that begin alike the longer one counts. */
export function splitMentions(text: string, names: readonly string[]): Stretch[] {
  const longest = names.filter(Boolean).toSorted((a, b) => b.length - a.length)
  if (longest.length === 0) return text ? [{ text, mention: false }] : []
  const any = new RegExp(`@(?:${longest.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  const parts: Stretch[] = []
  let from = 0
  for (const found of text.matchAll(any)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index), mention: false })
    parts.push({ text: found[0], mention: true })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), mention: false })
  return parts
}

/** Of the people that were picked, those who are still named. */
export const stillNamed = <T extends { name: string }>(text: string, picked: readonly T[]): T[] => {
  const named = new Set(splitMentions(text, picked.map((each) => each.name)).filter((part) => part.mention).map((part) => part.text.slice(1)))
  return picked.filter((each, index) => named.has(each.name) && picked.findIndex((other) => other.name === each.name) === index)
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
