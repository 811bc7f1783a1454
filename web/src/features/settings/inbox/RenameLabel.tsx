import { useState } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { useInboxSettingsWords } from './words'

/** Gives a label another name, on every conversation that has it. */
export function RenameLabel({ label, count, onClose }: { label: string; count: number; onClose: () => void }) {
  const common = useWords()
  const { labels: words } = useInboxSettingsWords()
  const store = useInboxStore()
  const [name, setName] = useState(label)
  const [done, setDone] = useState(0)
  const { busy, failure, act } = useAct()
  const next = name.trim()
  const save = async () => {
    if (next === '' || next === label) return
    if (await act(async () => store?.deeds.relabel(label, next, setDone))) onClose()
  }
  return (
    <Dialog
      title={words.renameTitle(label)}
      closeLabel={common.common.close}
      onClose={onClose}
      width={420}
      actions={
        <Button look="primary" disabled={busy || next === '' || next === label} onClick={() => void save()}>
          {words.rename}
        </Button>
      }
    >
      <Form onSend={() => void save()}>
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        <Field label={words.name} hint={busy && done > 0 ? words.progress(done) : words.renameHint(count)}>
          {(ids) => <TextInput {...ids} autoFocus maxLength={50} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </Form>
    </Dialog>
  )
}
