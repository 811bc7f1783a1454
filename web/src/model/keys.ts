/** What was pressed, in one word: `ctrl+k`, `shift+e`, `?`, `escape`. A sign that needs Shift on some keyboards is just that sign. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const plain = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase()
  return [(event.ctrlKey || event.metaKey) && 'ctrl', event.altKey && 'alt', event.shiftKey && !plain && 'shift', event.key === ' ' ? 'space' : event.key.toLowerCase()]
    .filter(Boolean)
    .join('+')
}

/** The chords of a shortcut, one after the other: `G I` is `g`, then `i`. */
export const chordsOf = (keys: string) => keys.toLowerCase().split(' ')

/** A letter, digit or sign alone: such keys can be switched off (WCAG 2.1.4). */
export const isCharacter = (chord: string) => [...chord].length === 1

/** How long the second key of a pair is waited for. */
export const pairWithin = 1_500

/** Follows what is pressed; tells which shortcuts are meant, and whether a second key is waited for. */
export class Presses {
  private first: string | null = null
  private at = 0

  take<T extends { keys: string }>(chord: string, now: number, shortcuts: readonly T[]): { meant: T[]; waiting: boolean } {
    const first = this.first !== null && now - this.at <= pairWithin ? this.first : null
    this.first = null
    if (first !== null) {
      const meant = shortcuts.filter(({ keys }) => keys.toLowerCase() === `${first} ${chord}`)
      if (meant.length > 0) return { meant, waiting: false }
    }
    const waiting = shortcuts.some(({ keys }) => chordsOf(keys).length > 1 && chordsOf(keys)[0] === chord)
    if (waiting) [this.first, this.at] = [chord, now]
    return { meant: shortcuts.filter(({ keys }) => keys.toLowerCase() === chord), waiting }
  }
}
