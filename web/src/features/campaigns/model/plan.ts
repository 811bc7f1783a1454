import { localTime } from '~/model/localTime'
import type { Known } from '../../rules/model'
import type { Campaign, CampaignRequest, QuietHours, Template } from '../types'
import { type AudiencePlan, audienceOf, audiencePlanOf, emptyAudience } from './audience'
import { contentOf, emptyMessage, messageLacks, type MessageLack, type MessagePlan, messagePlanOf } from './content'

export const steps = ['audience', 'message', 'schedule', 'review'] as const
export type Step = (typeof steps)[number]

/** Another message for a share of the people. */
export interface Variant {
  weight: number
  message: MessagePlan
}

/** Several messages against each other, and against none. */
export interface ComparePlan {
  /** The share of the first message, as a weight. */
  weight: number
  others: readonly Variant[]
  /** Percent of the people who get nothing. */
  holdOut: number
}

export interface SchedulePlan {
  when: 'now' | 'at'
  /** A day and a time as the browser's field has them, in the reader's time zone. */
  at: string
  /** Each at that time of their own clock. */
  localTime: boolean
  quiet: QuietHours | null
  perSecond: number | null
  safety: number | null
  safetyAfter: number
}

/** A campaign while it is being made. */
export interface Plan {
  title: string
  channelId: number | null
  /** Numbers that send it besides that one. */
  moreChannelIds: readonly number[]
  audience: AudiencePlan
  message: MessagePlan
  compare: ComparePlan
  /** The step of the flow that counts as success. */
  goalNode: string
  schedule: SchedulePlan
}

export const usualQuiet: QuietHours = { from: '21:00', to: '09:00', clock: 'contact' }

export const emptyPlan: Plan = {
  title: '',
  channelId: null,
  moreChannelIds: [],
  audience: emptyAudience,
  message: emptyMessage,
  compare: { weight: 1, others: [], holdOut: 0 },
  goalNode: '',
  schedule: { when: 'now', at: '', localTime: false, quiet: null, perSecond: null, safety: 20, safetyAfter: 100 },
}

export type Lack = 'title' | 'channel' | 'audience' | 'time' | 'quiet' | MessageLack

/** What is still missing, by the step where it is given. */
export function lacksOf(plan: Plan, known: Known, templates: readonly Template[], now: number): Record<Step, readonly Lack[]> {
  const { schedule } = plan
  const lacks: Record<Exclude<Step, 'review'>, readonly Lack[]> = {
    audience: [...(plan.title.trim() ? [] : ['title' as const]), ...(plan.channelId === null ? ['channel' as const] : []), ...(audienceOf(plan.audience, known) ? [] : ['audience' as const])],
    message: [plan.message, ...plan.compare.others.map(({ message }) => message)].flatMap((each) => messageLacks(each, templates)),
    schedule: [...(schedule.when === 'at' && !(timeOf(schedule.at) > now) ? ['time' as const] : []), ...(isQuiet(schedule.quiet) ? [] : ['quiet' as const])],
  }
  return { ...lacks, review: [...lacks.audience, ...lacks.message, ...lacks.schedule] }
}

/** Quiet hours have a beginning and an end, which differ. */
export const isQuiet = (quiet: QuietHours | null) => quiet === null || (quiet.from !== '' && quiet.to !== '' && quiet.from !== quiet.to)

/** The moment that a date field means; NaN while it is empty. */
export const timeOf = (at: string) => (at ? new Date(at).getTime() : Number.NaN)

/** The letters by which the messages are told apart. */
export const letterOf = (at: number) => String.fromCharCode(65 + at)

/** What is written down on the server; null while something of it is missing. */
export function requestOf(plan: Plan, known: Known, templates: readonly Template[]): CampaignRequest | null {
  const audience = audienceOf(plan.audience, known)
  const content = contentOf(plan.message, templates)
  const others = plan.compare.others.map(({ weight, message }) => ({ weight, content: contentOf(message, templates) }))
  const { schedule, compare } = plan
  if (!audience || !content || plan.channelId === null || !plan.title.trim() || others.some((each) => !each.content) || !isQuiet(schedule.quiet)) return null
  return {
    channelId: plan.channelId,
    moreChannelIds: plan.moreChannelIds.length > 0 ? [...plan.moreChannelIds] : null,
    title: plan.title.trim(),
    content,
    audience,
    liveSession: plan.audience.liveSession,
    perSecond: schedule.perSecond,
    safety: { percent: schedule.safety, after: schedule.safetyAfter },
    quietHours: schedule.quiet,
    variants: others.length > 0 ? [{ key: letterOf(0), weight: compare.weight, content: null }, ...others.map((each, at) => ({ key: letterOf(at + 1), ...each }))] : null,
    holdOut: compare.holdOut,
    goalNode: plan.message.kind === 'flow' && plan.goalNode ? plan.goalNode : null,
    plannedStart: schedule.when === 'at' ? { at: instantOf(schedule.at), localTime: schedule.localTime } : null,
  }
}

/** As the server has it; null while it is not chosen. */
const instantOf = (at: string) => (Number.isNaN(timeOf(at)) ? null : new Date(at).toISOString())

/** When it is meant to begin. A time that has passed stays, so that it is asked for again: it never means now. */
function startOf(start: Campaign['plannedStart']): Pick<SchedulePlan, 'when' | 'at' | 'localTime'> {
  if (!start) return { when: 'now', at: '', localTime: false }
  return { when: 'at', at: start.at ? localTime(new Date(start.at)) : '', localTime: start.localTime ?? false }
}

/** A stored draft as a plan. */
export function planOf(campaign: Campaign, templates: readonly Template[]): Plan {
  const { content, safety } = campaign
  const [one, ...others] = campaign.variants ?? []
  return {
    title: campaign.title,
    channelId: campaign.channelId,
    moreChannelIds: campaign.moreChannelIds ?? [],
    audience: { ...audiencePlanOf(campaign.audience), liveSession: campaign.liveSession },
    message: messagePlanOf(one?.content ?? content, templates),
    compare: { weight: one?.weight ?? 1, others: others.map((each) => ({ weight: each.weight ?? 1, message: messagePlanOf(each.content ?? content, templates) })), holdOut: campaign.holdOut },
    goalNode: campaign.goalNode ?? '',
    schedule: { ...startOf(campaign.plannedStart), quiet: campaign.quietHours ?? null, perSecond: campaign.perSecond, safety: safety.percent ?? null, safetyAfter: safety.after ?? 100 },
  }
}
