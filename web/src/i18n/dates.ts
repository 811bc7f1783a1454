import { useLanguage, useWords } from './index'
import type { Words } from './en'

const dayKey = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`

function makeDates(language: string, words: Words) {
  const tag = navigator.languages.find((each) => each.startsWith(language)) ?? language
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short' })
  const short = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' })
  const long = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' })
  const longYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' })
  const near = new Intl.DateTimeFormat(tag, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const far = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'medium' })

  const daysAgo = (date: Date) => {
    const midnight = (each: Date) => Date.UTC(each.getFullYear(), each.getMonth(), each.getDate())
    return Math.round((midnight(new Date()) - midnight(date)) / 86_400_000)
  }

  return {
    time: (at: string | number) => time.format(new Date(at)),
    full: (at: string) => full.format(new Date(at)),
    date: (at: string) => longYear.format(new Date(at)),
    key: (at: string | number) => dayKey(new Date(at)),
    /** The stamp of a list row: time today, then yesterday, weekday, date. */
    stamp: (at: string) => {
      const date = new Date(at)
      const ago = daysAgo(date)
      if (ago <= 0) return time.format(date)
      if (ago === 1) return words.list.yesterday
      return ago < 7 ? weekday.format(date) : short.format(date)
    },
    /** A moment to come: the time today, else with its day. */
    soon: (at: string | number) => {
      const date = new Date(at)
      const days = -daysAgo(date)
      return days <= 0 ? time.format(date) : days < 7 ? near.format(date) : far.format(date)
    },
    /** The separator of a day in a thread. */
    day: (at: string) => {
      const date = new Date(at)
      const ago = daysAgo(date)
      if (ago === 0) return words.thread.today
      if (ago === 1) return words.thread.yesterday
      return ago < 200 ? long.format(date) : longYear.format(date)
    },
  }
}

export type Dates = ReturnType<typeof makeDates>

const made = new Map<string, Dates>()

/** Times and dates in the reader's language and time zone. Formatters are dear, so each language has one set. */
export function useDates(): Dates {
  const language = useLanguage()
  const words = useWords()
  const dates = made.get(language) ?? makeDates(language, words)
  made.set(language, dates)
  return dates
}
