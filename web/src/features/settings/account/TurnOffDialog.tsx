import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { dangerLook, Flaw, Form } from '~/ui/page'
import { useSettingsWords } from '../words'

/** Takes the second factor away; asks for the password once more. */
export function TurnOffDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const words = useSettingsWords()
  const common = useWords()
  const [password, setPassword] = useState('')
  const { busy, failure, act } = useAct()
  const end = () =>
    password !== '' &&
    act(async () => {
      await ask(api.POST('/api/v1/session/two-factor/remove', { body: { password } }))
      onDone()
      onClose()
    })
  const flaw = failure && (failure.fields.password ?? failure.message)
  return (
    <Dialog
      title={words.account.turnOffTitle}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button className={dangerLook} data-testid="confirm" disabled={busy || password === ''} onClick={() => void end()}>
          {words.account.turnOff}
        </Button>
      }
    >
      <p>{words.account.turnOffHint}</p>
      <Form onSend={() => void end()}>
        <Field label={words.account.current} hint={flaw && <Flaw>{flaw}</Flaw>}>
          {(ids) => (
            <TextInput {...ids} type="password" data-testid="factor-password" autoComplete="current-password" autoFocus value={password} aria-invalid={flaw ? true : undefined} onChange={(event) => setPassword(event.target.value)} />
          )}
        </Field>
      </Form>
    </Dialog>
  )
}
