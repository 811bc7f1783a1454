import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { enter } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { wayBack } from '~/model/access'
import { Button } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { AccessField } from './AccessField'
import { Door } from './Door'
import { useAccessWords } from './words'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const words = useAccessWords()
  const router = useRouter()
  const queries = useQueryClient()
  const { to } = route.useSearch()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const { busy, failure, act, clear } = useAct()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => ask(api.GET('/api/v1/setup')) })
  useTitle(words.signIn)

  const asked = failure?.kind === 'code-needed'
  const send = async () => {
    const body = { email: email.trim(), password, code: code?.trim() || null }
    await act(async () => {
      try {
        enter(queries, await ask(api.POST('/api/v1/session', { body })))
      } catch (error) {
        if ((error as { kind?: string }).kind === 'code-needed') setCode('')
        throw error
      }
      router.history.push(wayBack(to))
    })
  }
  const trouble = failure && !asked && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{words.problems[failure.kind] ?? failure.message}</Notice>
  if (code !== null)
    return (
      <Door title={words.codeTitle} hint={words.codeHint}>
        <Form onSend={() => void send()}>
          {trouble}
          <AccessField label={words.code} name="code" failure={failure} value={code} autoFocus autoComplete="one-time-code" inputMode="text" onChange={setCode} />
          <Button type="submit" look="primary" disabled={busy || code.trim() === ''}>
            {words.continue}
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              clear()
              setCode(null)
            }}
          >
            {words.back}
          </Button>
        </Form>
      </Door>
    )
  return (
    <Door title={words.signIn}>
      {setup.data?.needed && <Notice tone="info">{words.nobody}</Notice>}
      <Form onSend={() => void send()}>
        {trouble}
        <AccessField label={words.email} name="email" failure={failure} type="email" value={email} autoFocus autoComplete="username" onChange={setEmail} />
        <AccessField label={words.password} name="password" failure={failure} type="password" value={password} autoComplete="current-password" onChange={setPassword} />
        <Button type="submit" look="primary" data-testid="sign-in" disabled={busy || email.trim() === '' || password === ''}>
          {words.signIn}
        </Button>
      </Form>
    </Door>
  )
}
