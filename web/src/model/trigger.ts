/** What is being looked for in a text: `/thanks` at the caret, or `@lu`. */
export interface Trigger {
  /** Where its mark stands. */
  from: number
  query: string
}

const rules = {
  '/': /(?:^|\s)\/([\p{L}\p{N}_-]{0,50})$/u,
  '@': /(?:^|[\s(])@([\p{L}\p{N}._-]{0,30}(?: [\p{L}\p{N}._-]{0,30})?)$/u,
} as const

/** The word behind a mark that ends at the caret, or null. A mark inside a word or an address is none. */
export function findTrigger(text: string, caret: number, mark: keyof typeof rules): Trigger | null {
  const before = text.slice(0, caret)
  const found = rules[mark].exec(before)
  return found ? { from: caret - found[1]!.length - 1, query: found[1]! } : null
}

/** Puts words where the trigger was; tells where the caret goes. */
export function replaceTrigger(text: string, caret: number, { from }: Trigger, words: string) {
  return { text: text.slice(0, from) + words + text.slice(caret), caret: from + words.length }
}

/** Lower case and without accents, for looking things up. */
export const plainly = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
