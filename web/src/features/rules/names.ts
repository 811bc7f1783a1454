import type { Condition } from '~/model/conditions'
import { anyOne, draftOf, type FieldView, type Known, noOne } from './model'
import { isGroup, type Rule } from './rules'
import type { RuleWords } from './words/en'

/** What the workspace calls things. */
type Named = Pick<Known, 'fields' | 'flows' | 'campaigns'>

/** An attribute in words: the field's title, or ours. */
export const attributeName = (attribute: string, fields: readonly FieldView[], words: RuleWords) =>
  words.attributes[attribute] ?? fields.find(({ key }) => `fields.${key}` === attribute)?.title ?? attribute

export const opName = (op: string, not: boolean, words: RuleWords) => (not ? words.notOps[op] : words.ops[op]) ?? op

/** A value that is chosen, in words. */
export function choiceName(attribute: string, value: string, { flows, campaigns }: Pick<Known, 'flows' | 'campaigns'>, words: RuleWords): string {
  if (attribute === 'inFlow') return value === anyOne ? words.anyFlow : value === noOne ? words.noFlow : (flows.find(({ id }) => id === value)?.name ?? value)
  if (attribute === 'receivedBroadcast') return value === anyOne ? words.anyCampaign : value === noOne ? words.noCampaign : (campaigns.find(({ id }) => String(id) === value)?.title ?? `#${value}`)
  return value === 'true' ? words.yes : value === 'false' ? words.no : value
}

/** A condition in words, such as `Tag is vip`. */
export function conditionText(condition: Condition, named: Named, words: RuleWords) {
  const { attribute, op, text, not } = draftOf(condition)
  const chosen = typeof condition.value === 'boolean' || attribute === 'inFlow' || attribute === 'receivedBroadcast'
  return [attributeName(attribute, named.fields, words), opName(op, not, words), chosen ? choiceName(attribute, text, named, words) : text].filter(Boolean).join(' ')
}

/** A whole rule in words. */
export function ruleText(rule: Rule, named: Named, words: RuleWords): string {
  const joined = (match: 'all' | 'any', texts: string[]) => texts.join(match === 'all' ? words.and : words.or)
  return joined(
    rule.match,
    rule.parts.map((part) => (isGroup(part) ? `(${joined(part.match, part.conditions.map((each) => conditionText(each, named, words)))})` : conditionText(part, named, words))),
  )
}
