/** Letters that come apart into no plain one and an accent: as the server has them. */
const single: Record<string, string> = { ø: 'o', đ: 'd', ł: 'l', ħ: 'h', ı: 'i', ſ: 's', ς: 'σ' }

const fold = (sign: string) => {
  const bare = sign.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  return single[bare] ?? bare
}

const divides = /[\s\p{P}\p{S}]/u

/** The words of a search, as the server looks for them: no accents, no capitals, no signs. */
export const termsOf = (query: string): string[] => [
  ...new Set(
    [...query]
      .map(fold)
      .join('')
      .split(/[\s\p{P}\p{S}]+/u)
      .filter(Boolean),
  ),
]

/** Where each term begins a word of the text: from and to, in order, none over another. */
export function rangesOf(text: string, terms: readonly string[]): [number, number][] {
  if (terms.length === 0) return []
  // the folded text, and of each of its signs where it stands in the text
  let folded = ''
  const at: number[] = []
  let index = 0
  for (const sign of text) {
    const bare = fold(sign)
    for (let i = 0; i < bare.length; i++) at.push(index)
    folded += bare
    index += sign.length
  }
  at.push(text.length)

  const found: [number, number][] = []
  for (let i = 0; i < folded.length; i++) {
    if (i > 0 && !divides.test(folded[i - 1]!)) continue
    const lengths = terms.filter((term) => folded.startsWith(term, i)).map((term) => term.length)
    if (lengths.length > 0) found.push([at[i]!, at[i + Math.max(...lengths)]!])
  }
  return found
}

/** Whether each term begins a word somewhere in the texts. */
export const hasAll = (texts: readonly string[], terms: readonly string[]) =>
  terms.length > 0 && terms.every((term) => texts.some((text) => rangesOf(text, [term]).length > 0))

/** What was found of a query, the newest first. */
export interface Hits {
  query: string
  seqs: readonly number[]
  total: number
  /** There may be more than `total`. */
  more: boolean
  /** Where older ones go on. */
  next: string | null
}

interface Page {
  items: readonly { seq: number }[]
  next?: string | null
  total: number
  more: boolean
}

/** The answer to a query, or to the same once more: then what was found further back stays. */
export function foundNow(before: Hits | null, query: string, page: Page): Hits {
  const seqs = page.items.map(({ seq }) => seq)
  const { total, more } = page
  if (before?.query !== query || before.seqs.length <= seqs.length) return { query, seqs, total, more, next: page.next ?? null }
  const oldest = seqs[seqs.length - 1] ?? Infinity
  return { ...before, seqs: [...seqs, ...before.seqs.filter((seq) => seq < oldest)], total, more }
}

/** With a page of older ones. */
export const foundOlder = (before: Hits, page: Page): Hits => ({
  ...before,
  seqs: [...before.seqs, ...page.items.map(({ seq }) => seq).filter((seq) => !before.seqs.includes(seq))],
  total: page.total,
  more: page.more,
  next: page.next ?? null,
})

/** The next one: `older` or `newer`, round the end; null when older ones have to be asked for first. */
export function stepFrom({ seqs, next }: Hits, seq: number | null, by: 'older' | 'newer'): number | null {
  const at = seq === null ? -1 : seqs.indexOf(seq)
  if (by === 'older') return at + 1 < seqs.length ? seqs[at + 1]! : next === null ? (seqs[0] ?? null) : null
  if (at > 0) return seqs[at - 1]!
  return (next === null ? seqs[seqs.length - 1] : seqs[0]) ?? null
}
