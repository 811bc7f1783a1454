import type { Condition, FieldView } from './model'
import type { ContactsWords } from './words/en'

/** An attribute in words: the field's title, or ours. */
export const attributeName = (attribute: string, fields: readonly FieldView[], words: ContactsWords) =>
  words.attributes[attribute] ?? fields.find(({ key }) => `fields.${key}` === attribute)?.title ?? attribute

/** A condition in words, such as `Tag is vip`. */
export function conditionText({ attribute, op, value }: Condition, fields: readonly FieldView[], words: ContactsWords) {
  const shown = typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value ?? '').replace(/T00:00:00Z$/, '')
  return [attributeName(attribute, fields, words), words.ops[op] ?? op, shown].filter(Boolean).join(' ')
}
