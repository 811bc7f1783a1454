import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { enter } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { Button } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { AccessField } from './AccessField'
import { Door } from './Door'
import { useAccessWords } from './words'

const route = getRouteApi('/setup')

/** How the first owner comes in, by the link that the host printed. */
export function SetupPage() {
  const words = useAccessWords()
  const router = useRouter()
  const queries = useQueryClient()
  const { token } = route.useSearch()
  const [form, setForm] = useState({ name: '', email: '', password: '', workspace: '' })
  const { busy, failure, act } = useAct()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => ask(api.GET('/api/v1/setup')) })
  useTitle(words.setUp)
  const put = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value })
  const send = () =>
    act(async () => {
      enter(queries, await ask(api.POST('/api/v1/setup', { body: { token: token ?? '', ...form } })))
      router.history.replace('/')
    })

  if (setup.data && !setup.data.needed)
    return (
      <Door title={words.setUp}>
        <Notice tone="info">{words.setUpDone}</Notice>
        <Link to="/sign-in">{words.signIn}</Link>
      </Door>
    )
  if (!token)
    return (
      <Door title={words.setUp}>
        <Notice tone="warn">{words.noToken}</Notice>
      </Door>
    )
  const of = (name: keyof typeof form) => ({ name, failure, value: form[name], onChange: put(name) })
  return (
    <Door title={words.setUp} hint={words.setUpHint}>
      <Form onSend={() => void send()}>
        {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{words.problems[failure.kind] ?? failure.message}</Notice>}
        <AccessField label={words.name} autoComplete="name" autoFocus {...of('name')} />
        <AccessField label={words.email} type="email" autoComplete="username" {...of('email')} />
        <AccessField label={words.password} hint={words.passwordHint} type="password" autoComplete="new-password" {...of('password')} />
        <AccessField label={words.workspace} hint={words.workspaceHint} autoComplete="organization" {...of('workspace')} />
        <Button type="submit" look="primary" data-testid="set-up" disabled={busy}>
          {words.create}
        </Button>
      </Form>
    </Door>
  )
}
