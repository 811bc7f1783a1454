import { useMemo } from 'react'
import { useLanguage, useWords } from './index'

const dayKey = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`

/** Times and dates in the reader's language and time zone. */
export function useDates() {
  const language = useLanguage()
  const words = useWords()
  return useMemo(() => {
    const tag = navigator.languages.find((each) => each.startsWith(language)) ?? language
    const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hour12: false })
    const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short' })
    const short = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' })
    const long = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' })
    const longYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' })
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
      /** The separator of a day in a thread. */
      day: (at: string) => {
        const date = new Date(at)
        const ago = daysAgo(date)
        if (ago === 0) return words.thread.today
        if (ago === 1) return words.thread.yesterday
        return ago < 200 ? long.format(date) : longYear.format(date)
      },
    }
  }, [language, words])
}

export type Dates = ReturnType<typeof useDates>
