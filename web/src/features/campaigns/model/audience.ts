import { type DraftRule, draftRule, noRule, readDraftRule } from '../../rules/builder'
import type { Known } from '../../rules/model'
import { readRule, ruleJson } from '../../rules/rules'
import type { Audience, ListedPhone, LiveSession } from '../types'

/** A list from a file, as it stays with the plan. */
export interface ListPlan {
  file: string
  recipients: readonly ListedPhone[]
  keys: readonly string[]
}

/** Who is to receive it, while it is being chosen. */
export interface AudiencePlan {
  kind: 'all' | 'rule' | 'segment' | 'contacts' | 'phones' | 'other'
  rule: DraftRule
  segmentId: number | null
  contacts: readonly { id: number; name: string }[]
  list: ListPlan | null
  /** What a program wrote down and the screens cannot show. */
  other: Audience | null
  messagedWithinDays: number | null
  broadcasts: readonly number[]
  liveSession: LiveSession
  notTalking: boolean
}

export const emptyAudience: AudiencePlan = { kind: 'rule', rule: noRule, segmentId: null, contacts: [], list: null, other: null, messagedWithinDays: null, broadcasts: [], liveSession: 'skip', notTalking: false }

/** The audience as the server reads it; null while nobody is chosen. */
export function audienceOf(plan: AudiencePlan, known: Known): Audience | null {
  const exclude = { exclude: exclusionsOf(plan) }
  switch (plan.kind) {
    case 'all':
      return { kind: 'all', ...exclude }
    case 'rule': {
      const rule = readDraftRule(plan.rule, known)
      return rule && rule.parts.length > 0 ? { kind: 'rule', rule: ruleJson(rule) as never, ...exclude } : null
    }
    case 'segment':
      return plan.segmentId === null ? null : { kind: 'segment', segmentId: plan.segmentId, ...exclude }
    case 'contacts':
      return plan.contacts.length === 0 ? null : { kind: 'contacts', contactIds: plan.contacts.map(({ id }) => id), ...exclude }
    case 'phones':
      return plan.list === null || plan.list.recipients.length === 0 ? null : { kind: 'phones', recipients: [...plan.list.recipients], ...exclude }
    case 'other':
      return plan.other && { ...plan.other, ...exclude }
  }
}

const exclusionsOf = ({ messagedWithinDays, notTalking, broadcasts }: AudiencePlan) =>
  messagedWithinDays === null && !notTalking && broadcasts.length === 0 ? null : { messagedWithinDays, liveSession: notTalking, broadcasts: [...broadcasts] }

/** A stored audience as it is edited again. */
export function audiencePlanOf(audience: Audience | null): AudiencePlan {
  const empty = emptyAudience
  if (!audience) return empty
  const { exclude } = audience
  const base = { ...empty, messagedWithinDays: exclude?.messagedWithinDays ?? null, notTalking: exclude?.liveSession ?? false, broadcasts: exclude?.broadcasts ?? [] }
  switch (audience.kind) {
    case 'all':
      return { ...base, kind: 'all' }
    case 'segment':
      return { ...base, kind: 'segment', segmentId: audience.segmentId }
    case 'contacts':
      return { ...base, kind: 'contacts', contacts: audience.contactIds.map((id) => ({ id, name: `${id}` })) }
    case 'phones': {
      const keys = new Set(audience.recipients.flatMap(({ values }) => Object.keys(values ?? {})))
      return { ...base, kind: 'phones', list: { file: '', recipients: audience.recipients, keys: [...keys] } }
    }
    case 'rule': {
      const read = readRule(audience.rule)
      return read ? { ...base, kind: 'rule', rule: draftRule(read) } : { ...base, kind: 'other', other: audience }
    }
    default:
      return { ...base, kind: 'other', other: audience }
  }
}
