import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Field, Select, TextInput } from '~/ui'
import { Flaw, Form, Notice, Section } from '~/ui/page'
import { useFields } from '../../rules/known'
import type { ContactsApi } from '../api'
import { type Contact, fieldText, fieldValue, valuesOf } from '../model'
import { useContactsWords } from '../words'
import css from './Profile.module.css'

interface DetailsProps {
  api: ContactsApi
  workspace: string
  contact: Contact
  writes: boolean
  onSaved: () => void
}

/** Name, number, language and the custom fields, each as its type is. */
export function Details({ api, workspace, contact, writes, onSaved }: DetailsProps) {
  const words = useContactsWords()
  const common = useWords()
  const fields = useFields(workspace)
  const before = valuesOf(contact)
  const [own, setOwn] = useState({ name: contact.name ?? '', phone: contact.phone ?? '', language: contact.language ?? '' })
  const [values, setValues] = useState<Record<string, string>>({})
  const { busy, failure, act } = useAct()

  const typed = Object.entries(values).map(([key, text]) => ({ key, value: fieldValue(fields.find((each) => each.key === key)?.type ?? 'text', text) }))
  const flawed = new Set(typed.filter(({ value }) => value === undefined).map(({ key }) => key))
  const change: Record<string, unknown> = {}
  for (const key of ['name', 'phone', 'language'] as const) if (own[key].trim() !== (contact[key] ?? '')) change[key] = own[key].trim() || null
  const changed = typed.filter(({ key, value }) => value !== undefined && fieldText(value) !== fieldText(before[key]))
  if (changed.length > 0) change.fields = Object.fromEntries(changed.map(({ key, value }) => [key, value]))
  const dirty = Object.keys(change).length > 0
  const save = () =>
    act(async () => {
      await api.change(contact, change)
      onSaved()
    })

  const flawOf = (key: string) => failure?.fields[key]
  const line = (key: keyof typeof own, label: string, hint?: string) => (
    <Field label={label} hint={flawOf(key) ? <Flaw>{flawOf(key)}</Flaw> : hint}>
      {(ids) => <TextInput {...ids} data-testid={`contact-${key}`} readOnly={!writes} value={own[key]} aria-invalid={flawOf(key) ? true : undefined} onChange={(event) => setOwn({ ...own, [key]: event.target.value })} />}
    </Field>
  )
  return (
    <Section title={words.profile.details}>
      <Form onSend={() => dirty && flawed.size === 0 && void save()}>
        {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.status === 412 ? words.profile.outdated : failure.message}</Notice>}
        <div className={css.pair}>
          {line('name', words.name)}
          {line('phone', words.phone)}
          {line('language', words.language, words.languageHint)}
          {fields.map(({ key, title, type, choices }) => {
            const text = values[key] ?? fieldText(before[key])
            const put = (next: string) => setValues({ ...values, [key]: next })
            const flaw = flawed.has(key) ? words.profile.fieldFlaw : flawOf(`fields.${key}`)
            const options = type === 'boolean' ? ['true', 'false'] : type === 'choice' ? choices : null
            return (
              <Field key={key} label={title} hint={flaw && <Flaw>{flaw}</Flaw>}>
                {(ids) =>
                  options ? (
                    <Select
                      {...ids}
                      disabled={!writes}
                      value={text}
                      onChange={put}
                      options={[{ value: '', label: '–' }, ...options.map((each) => ({ value: each, label: type === 'boolean' ? (each === 'true' ? words.yes : words.no) : each }))]}
                    />
                  ) : (
                    <TextInput {...ids} readOnly={!writes} type={type === 'date' ? 'date' : 'text'} inputMode={type === 'number' ? 'decimal' : undefined} value={text} aria-invalid={flaw ? true : undefined} onChange={(event) => put(event.target.value)} />
                  )
                }
              </Field>
            )
          })}
        </div>
        {writes && (
          <div>
            <Button type="submit" look="primary" data-testid="save-contact" disabled={busy || !dirty || flawed.size > 0}>
              {common.common.save}
            </Button>
          </div>
        )}
      </Form>
    </Section>
  )
}
