import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { Button, Field, TextInput } from '~/ui'
import { Flaw, Form, Notice, Row, Section } from '~/ui/page'
import css from '../Settings.module.css'
import { useSettingsWords } from '../words'

/** Another password; whoever is signed in elsewhere as this person is signed out there. */
export function PasswordForm() {
  const words = useSettingsWords()
  const [form, setForm] = useState({ current: '', next: '' })
  const [done, setDone] = useState(false)
  const { busy, failure, act } = useAct()
  const save = async () => {
    setDone(false)
    if (!(await act(() => ask(api.PUT('/api/v1/session/password', { body: form }))))) return
    setForm({ current: '', next: '' })
    setDone(true)
  }
  const line = (key: keyof typeof form, label: string, complete: string, hint?: string) => {
    const flaw = failure?.fields[key]
    return (
      <Field label={label} hint={flaw ? <Flaw>{flaw}</Flaw> : hint}>
        {(ids) => (
          <TextInput
            {...ids}
            type="password"
            data-testid={`password-${key}`}
            autoComplete={complete}
            value={form[key]}
            aria-invalid={flaw ? true : undefined}
            onChange={(event) => setForm({ ...form, [key]: event.target.value })}
          />
        )}
      </Field>
    )
  }
  return (
    <Section title={words.account.password} hint={words.account.passwordHint}>
      <Form onSend={() => form.current !== '' && form.next !== '' && void save()}>
        {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.message}</Notice>}
        {done && (
          <Notice tone="good" data-testid="password-changed">
            {words.account.passwordDone}
          </Notice>
        )}
        <div className={css.pair}>
          {line('current', words.account.current, 'current-password')}
          {line('next', words.account.next, 'new-password', words.account.nextHint)}
        </div>
        <Row>
          <Button type="submit" look="primary" data-testid="change-password" disabled={busy || form.current === '' || form.next === ''}>
            {words.account.changePassword}
          </Button>
        </Row>
      </Form>
    </Section>
  )
}
