import { Field, Select, TextInput } from '~/ui'
import { attributesOf, choicesOf, type Draft, type Known, opsOf, textOf } from './model'
import { attributeName, choiceName, opName } from './names'
import { useRuleWords } from './words'

interface ConditionFieldsProps {
  draft: Draft
  known: Known
  onChange: (draft: Draft) => void
}

/** One condition: of what, how, and which value, each typed as its attribute is. */
export function ConditionFields({ draft, known, onChange }: ConditionFieldsProps) {
  const words = useRuleWords()
  const ops = opsOf(draft.attribute, known.fields)
  const input = ops[draft.op] ?? 'none'
  const choices = choicesOf(draft, known)
  const pick = (attribute: string) => onChange({ attribute, op: Object.keys(opsOf(attribute, known.fields))[0] ?? 'is', text: '', not: false })
  // what is yes or no of every contact has no other opposite
  const opposed = (op: string) => ops[op] !== 'boolean' || draft.attribute.startsWith('fields.')
  const hows = Object.keys(ops).flatMap((op) => [{ value: op, label: opName(op, false, words) }, ...(opposed(op) ? [{ value: `not ${op}`, label: opName(op, true, words) }] : [])])
  return (
    <>
      <Field label={words.attribute}>
        {(ids) => <Select {...ids} data-testid="filter-attribute" value={draft.attribute} onChange={pick} options={attributesOf(known).map((each) => ({ value: each, label: attributeName(each, known.fields, words) }))} />}
      </Field>
      <Field label={words.op}>
        {(ids) => <Select {...ids} data-testid="filter-op" value={`${draft.not ? 'not ' : ''}${draft.op}`} options={hows} onChange={(how) => onChange({ ...draft, op: how.replace(/^not /, ''), not: how.startsWith('not ') })} />}
      </Field>
      {input !== 'none' && (
        <Field label={words.value}>
          {(ids) =>
            choices ? (
              <Select {...ids} data-testid="filter-value" value={textOf(draft, known)} onChange={(text) => onChange({ ...draft, text })} options={choices.map((each) => ({ value: each, label: choiceName(draft.attribute, each, known, words) }))} />
            ) : (
              <TextInput
                {...ids}
                data-testid="filter-value"
                type={input === 'date' ? 'date' : 'text'}
                inputMode={input === 'number' ? 'decimal' : undefined}
                value={draft.text}
                maxLength={200}
                onChange={(event) => onChange({ ...draft, text: event.target.value })}
              />
            )
          }
        </Field>
      )}
    </>
  )
}
