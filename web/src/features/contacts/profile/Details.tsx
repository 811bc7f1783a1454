import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Field, Select, TextInput } from '~/ui'
import { Flaw, Form, Notice, Section } from '~/ui/page'
import { useFields } from '../../rules/known'
import type { ContactsApi } from '../api'
import type { Contact } from '../model'
import { useContactsWords } from '../words'
import css from './Profile.module.css'
import { changeOf, fieldPart, leftOf, type OwnPart, textOf, type Typed, typedOver } from './typed'

interface DetailsProps {
  api: ContactsApi
  workspace: string
  contact: Contact
  writes: boolean
  onSaved: (contact: Contact) => void
  onReload: () => void
}

/** Name, number, language and the custom fields, each as its type is. */
export function Details({ api, workspace, contact, writes, onSaved, onReload }: DetailsProps) {
  const words = useContactsWords()
  const common = useWords()
  const fields = useFields(workspace)
  const [typed, setTyped] = useState<Typed>({})
  const { busy, failure, act, clear } = useAct()

  const { change, flawed, dirty } = changeOf(contact, typed, fields)
  const put = (part: string, text: string) => setTyped((before) => typedOver(contact, before, part, text))
  const save = () =>
    act(async () => {
      onSaved(await api.change(contact, change))
      setTyped((now) => leftOf(now, typed))
    })
  /** What was typed stays: it can be saved over the contact as it is by now. */
  const reload = () => {
    clear()
    onReload()
  }

  const flawOf = (key: string) => failure?.fields[key]
  const line = (key: OwnPart, label: string, hint?: string) => (
    <Field label={label} hint={flawOf(key) ? <Flaw>{flawOf(key)}</Flaw> : hint}>
      {(ids) => <TextInput {...ids} data-testid={`contact-${key}`} readOnly={!writes} value={textOf(contact, typed, key)} aria-invalid={flawOf(key) ? true : undefined} onChange={(event) => put(key, event.target.value)} />}
    </Field>
  )
  return (
    <Section title={words.profile.details}>
      <Form onSend={() => dirty && flawed.size === 0 && void save()}>
        {failure && Object.keys(failure.fields).length === 0 && (
          <Notice tone="danger">
            {failure.status === 412 ? words.profile.outdated : failure.message}
            {failure.status === 412 && <Button onClick={reload}>{words.profile.reload}</Button>}
          </Notice>
        )}
        <div className={css.pair}>
          {line('name', words.name)}
          {line('phone', words.phone)}
          {line('language', words.language, words.languageHint)}
          {fields.map(({ key, title, type, choices }) => {
            const part = fieldPart(key)
            const text = textOf(contact, typed, part)
            const flaw = flawed.has(key) ? words.profile.fieldFlaw : flawOf(part)
            const options = type === 'boolean' ? ['true', 'false'] : type === 'choice' ? choices : null
            return (
              <Field key={key} label={title} hint={flaw && <Flaw>{flaw}</Flaw>}>
                {(ids) =>
                  options ? (
                    <Select
                      {...ids}
                      disabled={!writes}
                      value={text}
                      onChange={(next) => put(part, next)}
                      options={[{ value: '', label: '–' }, ...options.map((each) => ({ value: each, label: type === 'boolean' ? (each === 'true' ? words.yes : words.no) : each }))]}
                    />
                  ) : (
                    <TextInput {...ids} readOnly={!writes} type={type === 'date' ? 'date' : 'text'} inputMode={type === 'number' ? 'decimal' : undefined} value={text} aria-invalid={flaw ? true : undefined} onChange={(event) => put(part, event.target.value)} />
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
