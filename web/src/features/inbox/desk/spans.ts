import type { DeskWords } from './words/en'

/** A span of time in its largest unit: 12 min, 3 h, 2 d. */
export function spanText(ms: number, words: Pick<DeskWords, 'minutes' | 'hours' | 'days'>): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes < 60) return words.minutes(minutes)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? words.hours(hours) : words.days(Math.floor(hours / 24))
}

/** How urgent a wait is; the list shows an edge for it. */
export function urgency(waitingSince: string | null | undefined, now: number): 'calm' | 'soon' | 'late' | null {
  if (!waitingSince) return null
  const waited = now - Date.parse(waitingSince)
  return waited >= 60 * 60_000 ? 'late' : waited >= 15 * 60_000 ? 'soon' : 'calm'
}
