/** What the palette can offer. `run` takes the palette away and does it. */
export interface Offer {
  id: string
  section: Section
  label: string
  /** Beside the label: a number, a state. */
  hint?: string
  keys?: string
  /** More words by which it is found. */
  also?: string
  run: () => void
}

export const sections = ['here', 'go', 'conversations', 'contacts', 'flows', 'tags', 'create', 'actions'] as const
export type Section = (typeof sections)[number]

/** What is looked for: the first sign narrows it. */
export interface Wanted {
  among: readonly Section[]
  text: string
}

const narrowed: Record<string, readonly Section[]> = {
  '>': ['here', 'go', 'create', 'actions'],
  '@': ['contacts', 'conversations'],
  '#': ['tags'],
}

export function readWanted(typed: string): Wanted {
  const text = typed.trimStart()
  const among = narrowed[text.slice(0, 1)]
  if (among) return { among, text: text.slice(1).trim() }
  return { among: sections.filter((section) => section !== 'tags'), text: text.trim() }
}

const bare = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()

/** How well it fits: 0 not at all; the beginning of the label best, then of a word, then anywhere. Every word typed must be found. */
export function fit(offer: Pick<Offer, 'label' | 'hint' | 'also'>, text: string): number {
  const words = bare(text).split(/\s+/).filter(Boolean)
  const label = bare(offer.label)
  const all = `${label} ${bare(offer.hint ?? '')} ${bare(offer.also ?? '')}`
  const digits = all.replace(/\D/g, '')
  if (words.length === 0) return 1
  let sum = 0
  for (const word of words) {
    const number = /^\+?\d{3,}$/.test(word) ? word.replace('+', '') : null
    if (label.startsWith(word)) sum += 4
    else if (` ${label}`.includes(` ${word}`)) sum += 3
    else if (all.includes(word)) sum += 2
    else if (number !== null && digits.includes(number)) sum += 2
    else return 0
  }
  return sum / words.length
}

const most = 6

/** The offers that fit, by section; with nothing typed only what is of use then. */
export function choose(offers: readonly Offer[], { among, text }: Wanted): { section: Section; offers: Offer[] }[] {
  const narrow = among.length < sections.length - 1
  return among
    .map((section) => {
      const seen = new Set<string>()
      const found = offers
        .filter((offer) => offer.section === section && !seen.has(offer.id) && seen.add(offer.id))
        .map((offer) => ({ offer, score: fit(offer, text) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .map(({ offer }) => offer)
      return { section, offers: found.slice(0, narrow ? 50 : text === '' && section !== 'go' ? 4 : most + (section === 'go' ? 4 : 0)) }
    })
    .filter(({ offers: found }) => found.length > 0)
}
