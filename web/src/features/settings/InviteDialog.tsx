import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { type Role, rolesUpTo } from '~/model/access'
import { Button, Dialog, Field, Select, TextInput } from '~/ui'
import { CopyLine, Flaw, Form, Notice } from '~/ui/page'
import { useSettingsWords } from './words'

interface InviteDialogProps {
  ws: string
  role: Role
  onClose: () => void
  onMade: () => void
}

/** Whom to invite and as what; then the link, which is told once. */
export function InviteDialog({ ws, role, onClose, onMade }: InviteDialogProps) {
  const words = useSettingsWords()
  const common = useWords()
  const [email, setEmail] = useState('')
  const [as, setAs] = useState('agent')
  const [link, setLink] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const send = () =>
    act(async () => {
      const made = await ask(api.POST('/api/v1/workspaces/{ws}/invitations', { params: { path: { ws } }, body: { email: email.trim(), role: as } }))
      setLink(new URL(made.link, location.origin).href)
      onMade()
    })
  const flaw = failure?.fields.email
  return (
    <Dialog
      title={words.team.inviteTitle}
      closeLabel={common.common.close}
      width={560}
      onClose={onClose}
      actions={
        link === null ? (
          <Button look="primary" data-testid="send-invitation" disabled={busy || email.trim() === ''} onClick={() => void send()}>
            {words.team.invite}
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            {common.common.close}
          </Button>
        )
      }
    >
      {link !== null && (
        <>
          <Notice tone="good">{words.team.made}</Notice>
          <CopyLine value={link} label={words.team.copyLink} done={common.common.copied} testId="invitation-link" />
        </>
      )}
      {link === null && (
        <Form onSend={() => void send()}>
          {failure && !flaw && <Notice tone="danger">{failure.message}</Notice>}
          <Field label={words.team.email} hint={flaw && <Flaw>{flaw}</Flaw>}>
            {(ids) => <TextInput {...ids} type="email" data-testid="invite-email" value={email} autoFocus onChange={(event) => setEmail(event.target.value)} />}
          </Field>
          <Field label={words.team.role} hint={words.roleHints[as]}>
            {(ids) => <Select {...ids} data-testid="invite-role" value={as} onChange={setAs} options={rolesUpTo(role).map((each) => ({ value: each, label: words.roles[each] ?? each }))} />}
          </Field>
        </Form>
      )}
    </Dialog>
  )
}
