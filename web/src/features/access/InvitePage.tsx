import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, api, ask } from '~/api/client'
import { enter, signOut, useSession } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { keep } from '~/storage'
import { Button } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { AccessField } from './AccessField'
import { Door } from './Door'
import { invitationToken } from './invitationToken'
import { useAccessWords } from './words'

/** What an invitation's link is to, and how to accept it. The secret is behind the `#`, which no server ever sees. */
export function InvitePage() {
  const words = useAccessWords()
  const router = useRouter()
  const queries = useQueryClient()
  const [token] = useState(() => invitationToken(location.hash))
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { busy, failure, act } = useAct()
  const { data: session } = useSession()
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask(api.POST('/api/v1/invitations/look', { body: { token } })),
    retry: (count, problem) => count < 3 && problem instanceof ApiError && problem.passing,
  })
  useTitle(words.join)
  const accept = (as: { name?: string; password?: string }) =>
    act(async () => {
      const joined = await ask(api.POST('/api/v1/invitations/accept', { body: { token, ...as } }))
      invitationToken.forget()
      keep('workspace', null)
      enter(queries, joined)
      router.history.replace('/')
    })

  if (offer.isPending) return null
  if (!offer.data)
    return (
      <Door title={words.join}>
        <Notice tone="warn">{offer.error instanceof ApiError && offer.error.passing ? offer.error.message : words.gone}</Notice>
        <Link to="/inbox/{-$conversation}">{words.toInbox}</Link>
      </Door>
    )
  const { workspace, email, role, known } = offer.data
  const isMe = session?.user.email?.toLowerCase() === email.toLowerCase()
  return (
    <Door title={words.invited(workspace)} hint={words.invitedAs(email, words.roles[role] ?? role)}>
      {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{words.problems[failure.kind] ?? failure.message}</Notice>}
      {known && isMe && (
        <Button type="submit" look="primary" data-testid="join" disabled={busy} onClick={() => void accept({})}>
          {words.joinAs(session?.user.name ?? email)}
        </Button>
      )}
      {known && !isMe && session && !session.demo && (
        <>
          <Notice tone="info">{words.other(session.user.email ?? session.user.name)}</Notice>
          <Button onClick={() => void act(signOut)}>{words.signOut}</Button>
        </>
      )}
      {known && !isMe && (!session || session.demo) && (
        <>
          <Notice tone="info">{words.signInFirst}</Notice>
          <Link to="/sign-in" search={{ to: '/invite' }}>
            {words.signIn}
          </Link>
        </>
      )}
      {!known && (
        <Form onSend={() => void accept({ name, password })}>
          <AccessField label={words.name} name="name" failure={failure} value={name} autoFocus autoComplete="name" onChange={setName} />
          <AccessField label={words.password} hint={words.passwordHint} name="password" failure={failure} type="password" value={password} autoComplete="new-password" onChange={setPassword} />
          <Button type="submit" look="primary" data-testid="join" disabled={busy}>
            {words.join}
          </Button>
        </Form>
      )}
    </Door>
  )
}
