import type { ChannelProgress, Progress } from '../types'

/** How many of its people a number needs nothing more for, and what part that is, 0 to 1. */
export function throughOf({ audience, waiting, inFlight }: ChannelProgress) {
  const through = audience - waiting - inFlight
  return { through, share: audience > 0 ? through / audience : 0 }
}

/** What a number waits for now, in a word that the screen has a sentence for. */
export function standingOf({ state }: Pick<Progress, 'state'>, { waiting, inFlight, limiter }: ChannelProgress): string {
  if (waiting + inFlight === 0) return 'through'
  // the number's own speed while it runs, the number's trouble while it is paused
  if (limiter === 'channel' && state === 'paused') return 'trouble'
  if (state === 'running' && waiting === 0 && (limiter === 'channel' || limiter === 'rate')) return 'inFlight'
  return limiter ?? state
}
