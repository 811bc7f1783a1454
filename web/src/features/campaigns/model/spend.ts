/** How long it takes and when it is through. */
export interface Duration {
  seconds: number
  endsAt: number
}

/** At a steady rate from a moment on; nothing for nobody. */
export function durationOf(people: number, perSecond: number | null, channelRate: number | null, from: number): Duration | null {
  const rate = Math.min(perSecond ?? Number.POSITIVE_INFINITY, channelRate ?? Number.POSITIVE_INFINITY)
  if (people <= 0 || !Number.isFinite(rate) || rate <= 0) return null
  const seconds = Math.ceil(people / rate)
  return { seconds, endsAt: from + seconds * 1000 }
}

/** Seconds in the one or two units that matter: 3661 is an hour and a minute. */
export function unitsOf(seconds: number): { unit: 'day' | 'hour' | 'minute' | 'second'; value: number }[] {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return [{ unit: 'second', value: whole }]
  const sizes = [
    { unit: 'day' as const, size: 86_400 },
    { unit: 'hour' as const, size: 3_600 },
    { unit: 'minute' as const, size: 60 },
    { unit: 'second' as const, size: 1 },
  ]
  const first = sizes.findIndex(({ size }) => whole >= size)
  const main = sizes[first]!
  const next = sizes[first + 1]!
  const rest = Math.floor((whole % main.size) / next.size)
  return [{ unit: main.unit, value: Math.floor(whole / main.size) }, ...(rest > 0 ? [{ unit: next.unit, value: rest }] : [])]
}

/** How many of those in the audience get it when some are held out; rounded as the server does. */
export const reached = (included: number, holdOut: number) => included - Math.floor((included * holdOut) / 100)

/** From this many people on the number is typed before it goes out. */
export const typedFrom = 1000

/** Whether what was typed is the number, with or without its separators. */
export const typedRight = (typed: string, people: number) => typed.replace(/[\s.,'\u00a0\u202f]/g, '') === String(people)
