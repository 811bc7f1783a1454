import type { Known } from '../../rules/model'
import { type AudiencePlan, audienceOf, audiencePlanOf, emptyAudience } from '../model/audience'
import { contentOf, emptyMessage, messageLacks, type MessagePlan, messagePlanOf } from '../model/content'
import { isQuiet } from '../model/plan'
import type { QuietHours, Sequence, SequenceRequest, StepClock, Template } from '../types'

export type Unit = 'minute' | 'hour' | 'day'

/** One message of a sequence, while it is being made. */
export interface StepPlan {
  message: MessagePlan
  amount: number
  unit: Unit
  after: StepClock
  field: string
  /** Before the date of the field. */
  before: boolean
}

/** A sequence while it is being made. */
export interface SequencePlan {
  name: string
  channelId: number | null
  /** Whether people enter by themselves, and who. */
  byItself: boolean
  enter: AudiencePlan
  steps: readonly StepPlan[]
  replied: boolean
  tags: readonly string[]
  quiet: QuietHours | null
}

export const firstStep: StepPlan = { message: emptyMessage, amount: 0, unit: 'minute', after: 'entry', field: '', before: false }
export const nextStep: StepPlan = { ...firstStep, amount: 1, unit: 'day', after: 'previous' }
export const emptySequence: SequencePlan = { name: '', channelId: null, byItself: false, enter: emptyAudience, steps: [firstStep], replied: true, tags: [], quiet: null }

const sizes: Record<Unit, number> = { minute: 1, hour: 60, day: 1440 }

export const minutesOf = ({ amount, unit, before }: Pick<StepPlan, 'amount' | 'unit' | 'before'>) => amount * sizes[unit] * (before ? -1 : 1)

/** Minutes in the largest unit that is whole. */
export function delayOf(minutes: number): { amount: number; unit: Unit; before: boolean } {
  const size = Math.abs(minutes)
  const unit: Unit = size >= 1440 && size % 1440 === 0 ? 'day' : size >= 60 && size % 60 === 0 ? 'hour' : 'minute'
  return { amount: size / sizes[unit], unit, before: minutes < 0 }
}

export type SequenceLack = 'name' | 'channel' | 'enter' | 'steps' | 'field' | 'quiet'

/** What is still missing. */
export function sequenceLacks(plan: SequencePlan, known: Known, templates: readonly Template[]): SequenceLack[] {
  return [
    ...(plan.name.trim() ? [] : ['name' as const]),
    ...(plan.channelId === null ? ['channel' as const] : []),
    ...(plan.byItself && !audienceOf(plan.enter, known) ? ['enter' as const] : []),
    ...(plan.steps.length === 0 || plan.steps.some(({ message }) => messageLacks(message, templates).length > 0) ? ['steps' as const] : []),
    ...(plan.steps.some(({ after, field }) => after === 'field' && !field) ? ['field' as const] : []),
    ...(isQuiet(plan.quiet) ? [] : ['quiet' as const]),
  ]
}

/** What is written down on the server; null while something is missing. */
export function sequenceRequest(plan: SequencePlan, known: Known, templates: readonly Template[]): SequenceRequest | null {
  if (sequenceLacks(plan, known, templates).length > 0 || plan.channelId === null) return null
  return {
    name: plan.name.trim(),
    channelId: plan.channelId,
    steps: plan.steps.flatMap((step) => {
      const content = contentOf(step.message, templates)
      return content ? [{ content, minutes: minutesOf(step), after: step.after, field: step.after === 'field' ? step.field : null }] : []
    }),
    stop: { replied: plan.replied, tags: plan.tags.length > 0 ? [...plan.tags] : null },
    enter: plan.byItself ? audienceOf(plan.enter, known) : null,
    quietHours: plan.quiet,
  }
}

/** A stored sequence as it is edited again. */
export function sequencePlan(sequence: Sequence, templates: readonly Template[]): SequencePlan {
  return {
    name: sequence.name,
    channelId: sequence.channelId,
    byItself: sequence.enter !== null,
    enter: audiencePlanOf(sequence.enter),
    steps: sequence.steps.map(({ content, minutes, after, field }) => ({ message: messagePlanOf(content, templates), ...delayOf(minutes), after, field: field ?? '' })),
    replied: sequence.stop.replied ?? true,
    tags: sequence.stop.tags ?? [],
    quiet: sequence.quietHours,
  }
}
