import type { Condition } from '~/model/conditions'
import { type Draft, draftOf, firstDraft, type Known, settled } from './model'
import { isGroup, type Rule } from './rules'

/** A rule while it is edited; each part has a key of its own, so that fields keep the focus. */
export interface DraftGroup {
  key: number
  match: 'all' | 'any'
  drafts: KeyedDraft[]
}

export type KeyedDraft = Draft & { key: number }

export interface DraftRule {
  match: 'all' | 'any'
  parts: (DraftGroup | KeyedDraft)[]
}

// rules that are being made are kept over a reload: the keys begin where none of them was
let keys = Date.now()

export const noRule: DraftRule = { match: 'all', parts: [] }
export const fresh = (): KeyedDraft => ({ key: ++keys, ...firstDraft })
export const freshGroup = (): DraftGroup => ({ key: ++keys, match: 'any', drafts: [fresh()] })

const keyed = (condition: Condition): KeyedDraft => ({ ...draftOf(condition), key: ++keys })

export const draftRule = ({ match, parts }: Rule): DraftRule => ({
  match,
  parts: parts.map((part) => (isGroup(part) ? { key: ++keys, match: part.match, drafts: part.conditions.map(keyed) } : keyed(part))),
})

export const isDraftGroup = (part: DraftRule['parts'][number]): part is DraftGroup => 'drafts' in part

/** The rule that is meant; null while a condition is not complete. Groups that have become empty are left out. */
export function readDraftRule({ match, parts }: DraftRule, known: Known): Rule | null {
  const rule: Rule = { match, parts: [] }
  for (const part of parts) {
    if (isDraftGroup(part)) {
      const conditions = part.drafts.map((draft) => settled(draft, known))
      if (conditions.some((each) => each === null)) return null
      if (conditions.length > 0) rule.parts.push({ match: part.match, conditions: conditions as Condition[] })
      continue
    }
    const condition = settled(part, known)
    if (!condition) return null
    rule.parts.push(condition)
  }
  return rule
}
