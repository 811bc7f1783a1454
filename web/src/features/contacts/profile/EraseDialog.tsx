import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { dangerLook, Form, Notice } from '~/ui/page'
import type { ContactsApi } from '../api'
import type { Contact } from '../model'
import { useContactsWords } from '../words'

interface EraseDialogProps {
  api: ContactsApi
  contact: Contact
  onClose: () => void
  onErased: () => void
}

/** Says what goes, and wants the name typed: it cannot be undone. */
export function EraseDialog({ api, contact, onClose, onErased }: EraseDialogProps) {
  const words = useContactsWords()
  const common = useWords()
  const [confirm, setConfirm] = useState('')
  const { busy, failure, act } = useAct()
  const scope = useQuery({ queryKey: ['erasure', contact.id], queryFn: () => api.erasure(contact.id), staleTime: 0 })
  // The server compares with the name, or the number when there is none.
  const name = contact.name?.trim() || contact.phone || contact.bsuid || ''
  const right = confirm.trim() !== '' && confirm.trim().replace(/^\+/, '') === name.replace(/^\+/, '')
  const erase = () =>
    right &&
    act(async () => {
      await api.erase(contact.id, confirm.trim())
      onErased()
    })
  return (
    <Dialog
      title={words.erase.title(name)}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.common.cancel}</Button>
          <Button className={dangerLook} data-testid="erase" disabled={busy || !right} onClick={() => void erase()}>
            {words.erase.do}
          </Button>
        </>
      }
    >
      {(failure || scope.isError) && <Notice tone="danger">{(failure ?? scope.error)?.message}</Notice>}
      {scope.data && (
        <p>
          {words.erase.takes(words.erase.conversations(scope.data.conversations), words.erase.messages(scope.data.messages), words.erase.notes(scope.data.notes))} {words.erase.stays}
        </p>
      )}
      <Form onSend={() => void erase()}>
        <Field label={words.erase.confirm(name)}>{(ids) => <TextInput {...ids} data-testid="erase-confirm" value={confirm} autoFocus onChange={(event) => setConfirm(event.target.value)} />}</Field>
      </Form>
    </Dialog>
  )
}
