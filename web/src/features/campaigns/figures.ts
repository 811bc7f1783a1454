import { useLanguage } from '~/i18n'
import { unitsOf } from './model/spend'

function make(language: string) {
  const number = new Intl.NumberFormat(language)
  const short = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'long' })
  const moment = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return {
    number: (n: number) => number.format(n),
    short: (n: number) => short.format(n),
    percent: (n: number) => percent.format(n),
    money: (n: number, currency: string) => new Intl.NumberFormat(language, { style: 'currency', currency }).format(n),
    /** A stretch of time in its one or two largest units. */
    duration: (seconds: number) => list.format(unitsOf(seconds).map(({ unit, value }) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value))),
    moment: (at: string | number) => moment.format(new Date(at)),
    day: (at: string | number) => day.format(new Date(at)),
    clock: (at: string | number) => clock.format(new Date(at)),
  }
}

export type Figures = ReturnType<typeof make>
const made = new Map<string, Figures>()

/** Counts, shares and stretches of time in the reader's language. */
export function useFigures(): Figures {
  const language = useLanguage()
  const figures = made.get(language) ?? make(language)
  made.set(language, figures)
  return figures
}
