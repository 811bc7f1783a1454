import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import type { ListQuery } from '~/model/listQuery'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { useDeskWords } from '../desk/words'
import { useSavedViews } from './useSavedViews'

/** Gives the list that is open a name. */
export function SaveView({ query, onClose }: { query: ListQuery; onClose: () => void }) {
  const words = useWords()
  const { views } = useDeskWords()
  const { save } = useSavedViews()
  const { busy, failure, act } = useAct()
  const [name, setName] = useState('')
  const send = async () => {
    if (name.trim() !== '' && (await act(() => save(name.trim(), query)))) onClose()
  }
  return (
    <Dialog
      title={views.saveTitle}
      closeLabel={words.common.close}
      onClose={onClose}
      width={400}
      actions={
        <Button look="primary" data-testid="save-view-now" disabled={busy || name.trim() === ''} onClick={() => void send()}>
          {words.common.save}
        </Button>
      }
    >
      <p>{views.saveHint}</p>
      <Form onSend={() => void send()}>
        {failure && <Notice tone="danger">{failure.kind === 'too-many' ? views.tooMany : failure.message}</Notice>}
        <Field label={views.name}>{(ids) => <TextInput {...ids} data-testid="view-name" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      </Form>
    </Dialog>
  )
}
