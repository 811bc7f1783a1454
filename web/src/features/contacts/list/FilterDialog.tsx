import { useState } from 'react'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, Select, TextInput } from '~/ui'
import { Form } from '~/ui/page'
import { useFields, useTags } from '../api'
import { attributes, type Condition, conditionOf, opsOf } from '../model'
import { attributeName } from '../names'
import { useContactsWords } from '../words'

interface FilterDialogProps {
  workspace: string
  onClose: () => void
  onAdd: (condition: Condition) => void
}

/** One more condition, typed as its attribute is. */
export function FilterDialog({ workspace, onClose, onAdd }: FilterDialogProps) {
  const words = useContactsWords()
  const common = useWords()
  const fields = useFields(workspace)
  const tags = useTags(workspace)
  const [attribute, setAttribute] = useState('tag')
  const [op, setOp] = useState('has')
  const [text, setText] = useState('')
  const ops = opsOf(attribute, fields)
  const input = ops[op] ?? 'none'
  const choices = input === 'boolean' ? ['true', 'false'] : typeof input === 'object' ? [...input.choices] : attribute === 'tag' ? tags : null
  const shown = choices && !choices.includes(text) ? (choices[0] ?? '') : text
  const condition = conditionOf(attribute, op, choices && choices.length > 0 ? shown : text, input)
  const all = [...attributes, ...fields.map(({ key }) => `fields.${key}`)]
  const pick = (next: string) => {
    setAttribute(next)
    setOp(Object.keys(opsOf(next, fields))[0] ?? 'is')
    setText('')
  }
  const add = () => {
    if (!condition) return
    onAdd(condition)
    onClose()
  }
  return (
    <Dialog
      title={words.addFilter}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" disabled={!condition} onClick={add} data-testid="apply-filter">
          {words.apply}
        </Button>
      }
    >
      <Form onSend={add}>
        <Field label={words.attribute}>
          {(ids) => <Select {...ids} data-testid="filter-attribute" value={attribute} onChange={pick} options={all.map((each) => ({ value: each, label: attributeName(each, fields, words) }))} />}
        </Field>
        <Field label={words.op}>{(ids) => <Select {...ids} value={op} onChange={setOp} options={Object.keys(ops).map((each) => ({ value: each, label: words.ops[each] ?? each }))} />}</Field>
        {input !== 'none' && (
          <Field label={words.value}>
            {(ids) =>
              choices && choices.length > 0 ? (
                <Select {...ids} value={shown} onChange={setText} options={choices.map((each) => ({ value: each, label: input === 'boolean' ? (each === 'true' ? words.yes : words.no) : each }))} />
              ) : (
                <TextInput {...ids} data-testid="filter-value" type={input === 'date' ? 'date' : 'text'} inputMode={input === 'number' ? 'decimal' : undefined} value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
              )
            }
          </Field>
        )}
      </Form>
    </Dialog>
  )
}
