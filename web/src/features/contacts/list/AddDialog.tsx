import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Flaw, Form, Notice } from '~/ui/page'
import type { ContactsApi } from '../api'
import { useContactsWords } from '../words'

interface AddDialogProps {
  api: ContactsApi
  onClose: () => void
  onAdded: () => void
}

export function AddDialog({ api, onClose, onAdded }: AddDialogProps) {
  const words = useContactsWords()
  const common = useWords()
  const navigate = useNavigate()
  const [form, setForm] = useState({ name: '', phone: '', language: '', tags: '' })
  const { busy, failure, act } = useAct()
  const send = () =>
    act(async () => {
      const tags = form.tags.split(',').map((tag) => tag.trim()).filter(Boolean)
      const made = await api.create({ name: form.name.trim() || null, phone: form.phone.trim(), language: form.language.trim() || null, tags })
      onAdded()
      void navigate({ to: '/contacts/$contact', params: { contact: String(made.id) } })
    })
  const line = (key: keyof typeof form, label: string, hint?: string) => (
    <Field label={label} hint={failure?.fields[key] ? <Flaw>{failure.fields[key]}</Flaw> : hint}>
      {(ids) => <TextInput {...ids} data-testid={`new-${key}`} autoFocus={key === 'name'} value={form[key]} aria-invalid={failure?.fields[key] ? true : undefined} onChange={(event) => setForm({ ...form, [key]: event.target.value })} />}
    </Field>
  )
  return (
    <Dialog
      title={words.add}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" disabled={busy || form.phone.trim() === ''} onClick={() => void send()} data-testid="create-contact">
          {common.common.add}
        </Button>
      }
    >
      <Form onSend={() => void send()}>
        {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.message}</Notice>}
        {line('name', words.name)}
        {line('phone', words.phone)}
        {line('language', words.language, words.languageHint)}
        {line('tags', words.tags, words.tagsHint)}
        <button type="submit" hidden />
      </Form>
    </Dialog>
  )
}
