import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, Select, TextArea, TextInput } from '~/ui'
import { Flaw, Form, Notice } from '~/ui/page'
import { useSettingsWords } from '../words'
import { choicesIn, keyOf } from './keyOf'

const types = ['text', 'number', 'date', 'boolean', 'choice']

interface FieldDialogProps {
  ws: string
  /** The one to change; its key and type stay. */
  field?: components['schemas']['FieldView']
  known: readonly { key: string }[]
  onClose: () => void
  onSaved: () => void
}

export function FieldDialog({ ws, field, known, onClose, onSaved }: FieldDialogProps) {
  const words = useSettingsWords()
  const common = useWords()
  const [title, setTitle] = useState(field?.title ?? '')
  const [typedKey, setTypedKey] = useState<string | null>(null)
  const [type, setType] = useState(field?.type ?? 'text')
  const [choices, setChoices] = useState(field?.choices.join('\n') ?? '')
  const { busy, failure, act } = useAct()
  const suggested = title.trim() === '' ? '' : keyOf(title, known.map(({ key }) => key))
  const key = field?.key ?? typedKey ?? suggested
  const list = type === 'choice' ? choicesIn(choices) : []
  const taken = !field && known.some((each) => each.key === key)
  const ready = title.trim() !== '' && key !== '' && !taken && (type !== 'choice' || list.length > 0)
  const save = () =>
    ready &&
    act(async () => {
      await ask(api.PUT('/api/v1/workspaces/{ws}/fields/{key}', { params: { path: { ws, key } }, body: { title: title.trim(), type, choices: list } }))
      onSaved()
      onClose()
    })
  const flawOf = (name: string) => {
    const flaw = name === 'key' && taken ? words.fields.keyTaken : failure?.fields[name]
    return flaw && <Flaw>{flaw}</Flaw>
  }
  return (
    <Dialog
      title={field ? field.title : words.fields.new}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" data-testid="save-field" disabled={busy || !ready} onClick={() => void save()}>
          {common.common.save}
        </Button>
      }
    >
      <Form onSend={() => void save()}>
        {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.message}</Notice>}
        <Field label={words.fields.name} hint={flawOf('title')}>
          {(ids) => <TextInput {...ids} data-testid="field-title" autoFocus maxLength={100} value={title} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Field label={words.fields.key} hint={flawOf('key') ?? words.fields.keyHint}>
          {(ids) => <TextInput {...ids} data-testid="field-key" readOnly={field !== undefined} maxLength={60} spellCheck={false} value={key} onChange={(event) => setTypedKey(event.target.value)} />}
        </Field>
        <Field label={words.fields.type} hint={flawOf('type') ?? words.fields.typeHint}>
          {(ids) => <Select {...ids} data-testid="field-type" disabled={field !== undefined} value={type} onChange={setType} options={types.map((each) => ({ value: each, label: words.fields.types[each] ?? each }))} />}
        </Field>
        {type === 'choice' && (
          <Field label={words.fields.choices} hint={flawOf('choices') ?? words.fields.choicesHint}>
            {(ids) => <TextArea {...ids} data-testid="field-choices" rows={4} value={choices} onChange={(event) => setChoices(event.target.value)} />}
          </Field>
        )}
      </Form>
    </Dialog>
  )
}
