import type { Progress } from '../types'

/** One bar of the funnel. */
export interface Bar {
  key: Stage
  count: number
  /** Of those who were planned, 0 to 1. */
  share: number
  /** Which bar it is a part of: people answer without the tick of reading, so answers are a part of those delivered. */
  of: Stage | null
  ofShare: number
}

const part = (count: number, whole: number) => (whole > 0 ? count / whole : 0)

type Stage = 'planned' | 'accepted' | 'delivered' | 'read' | 'replied' | 'clicked' | 'goal'
/** What a whole campaign and the share of a variant have in common. */
export type Counted = Pick<Progress, 'audience' | 'accepted' | 'delivered' | 'read' | 'replied' | 'clicked' | 'goal'>

const stages: readonly { key: Stage; of: Stage | null }[] = [
  { key: 'planned', of: null },
  { key: 'accepted', of: 'planned' },
  { key: 'delivered', of: 'accepted' },
  { key: 'read', of: 'delivered' },
  { key: 'replied', of: 'delivered' },
  { key: 'clicked', of: 'delivered' },
  { key: 'goal', of: 'delivered' },
]

const countOf = (progress: Counted, key: Stage) => (key === 'planned' ? progress.audience : (progress[key] ?? 0))

/** From those who were planned to those who answered. */
export function funnelOf(progress: Counted): Bar[] {
  return stages.flatMap(({ key, of }) => {
    const count = countOf(progress, key)
    if (key === 'goal' && count === 0) return []
    return [{ key, count, share: part(count, progress.audience), of, ofShare: of ? part(count, countOf(progress, of)) : 1 }]
  })
}

/** What has become of everybody: the parts add up to the audience. */
export const fates = ['accepted', 'failed', 'skipped', 'unknown', 'inFlight', 'waiting'] as const
export type Fate = (typeof fates)[number]

/** How far it is, 0 to 1: those who need nothing more. */
export const doneShare = (progress: Progress) => part(progress.audience - progress.waiting - progress.inFlight, progress.audience)

export const isOver = (state: string) => state === 'completed' || state === 'cancelled' || state === 'failed'

/** Pushes and answers come in any order: the one that was made later counts. */
export const newer = (before: Progress | undefined, now: Progress): Progress => (before && Date.parse(before.at) > Date.parse(now.at) ? before : now)

/** A look at a campaign in passing. */
export interface Sample {
  at: number
  accepted: number
  delivered: number
  read: number
  failed: number
  perSecond: number
}

const mostSamples = 600

/** One more look: never backwards, at most one in a second; the far past gets coarser so that it stays small. */
export function addSample(samples: readonly Sample[], progress: Progress): readonly Sample[] {
  const at = Date.parse(progress.at)
  const last = samples[samples.length - 1]
  if (last && at - last.at < 900) return samples
  const through = progress.accepted + progress.failed + progress.unknown
  const before = last ? last.accepted + last.failed : through
  const sample: Sample = {
    at,
    accepted: progress.accepted,
    delivered: progress.delivered,
    read: progress.read,
    failed: progress.failed,
    perSecond: last && progress.state === 'running' ? Math.max(0, ((progress.accepted + progress.failed - before) * 1000) / (at - last.at)) : progress.state === 'running' ? progress.perSecond : 0,
  }
  const next = [...samples, sample]
  return next.length <= mostSamples ? next : next.filter((_, at) => at % 2 === 0 || at === next.length - 1)
}

/** Messages a second of late: over the last fifteen seconds, so that one slow second frightens nobody. */
export function paceOf(samples: readonly Sample[]): number {
  const last = samples[samples.length - 1]
  if (!last) return 0
  const first = samples.find(({ at }) => at >= last.at - 15_000) ?? last
  if (first.at === last.at) return last.perSecond
  return Math.max(0, ((last.accepted + last.failed - first.accepted - first.failed) * 1000) / (last.at - first.at))
}

/** Seconds until nobody waits any more; null when it cannot be told. */
export function secondsLeft(progress: Progress, pace: number): number | null {
  const left = progress.waiting + progress.inFlight
  if (progress.state !== 'running') return null
  if (left === 0) return 0
  if (typeof progress.secondsLeft === 'number') return progress.secondsLeft
  return pace > 0 ? left / pace : null
}

/** What holds it back, in a word that the screen has a sentence for. */
export function limiterOf(progress: Progress, pace: number, perSecond: number | null, channelRate: number | null): string {
  if (progress.state === 'scheduled' || progress.state === 'draft') return progress.state
  if (progress.state === 'paused') return progress.reason ?? 'paused'
  if (isOver(progress.state)) return progress.state
  if (progress.limiter) return progress.limiter
  if (progress.waiting === 0) return progress.inFlight > 0 ? 'inFlight' : 'statuses'
  if (perSecond !== null && pace >= perSecond * 0.85) return 'rate'
  if (channelRate !== null && pace >= channelRate * 0.85) return 'channel'
  return pace > 0 ? 'going' : 'starting'
}

/** Those who failed and may be tried again. */
export const retryable = (progress: Progress) => progress.failures.reduce((sum, each) => sum + (each.retryable ? each.count : 0), 0)

/** The highest value of an axis that people can read: 1, 2 or 5 with noughts. */
export function niceTop(most: number): number {
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find((each) => each * power >= most) ?? 10) * power
}
