import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { Queue } from '~/api/types'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, Switch, TextInput } from '~/ui'
import { Flaw, Form, Notice } from '~/ui/page'
import css from '../Settings.module.css'
import { useInboxSettingsWords } from './words'

interface QueueDialogProps {
  ws: string
  queue: Queue | null
  onClose: () => void
  onDone: () => void
}

const keyOf = (title: string) =>
  title
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)

/** A queue: its name, its team, and whether it gives out in turn. */
export function QueueDialog({ ws, queue, onClose, onDone }: QueueDialogProps) {
  const common = useWords()
  const { queues: words } = useInboxSettingsWords()
  const users = useQuery({ queryKey: ['users', ws], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/users', { params: { path: { ws } } })) })
  const [title, setTitle] = useState(queue?.title ?? '')
  const [ownKey, setOwnKey] = useState<string | null>(null)
  const [turns, setTurns] = useState(queue?.roundRobin ?? false)
  const [members, setMembers] = useState<readonly string[]>(queue?.members.map((each) => each.id) ?? [])
  const { busy, failure, act } = useAct()
  const key = queue?.key ?? ownKey ?? keyOf(title)
  const valid = title.trim() !== '' && /^[a-z0-9_-]{1,50}$/.test(key)
  const toggle = (id: string) => setMembers((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id]))
  const save = async () => {
    if (!valid) return
    const body = { title: title.trim(), roundRobin: turns, members: [...members] }
    const done = await act(() =>
      queue
        ? ask(api.PATCH('/api/v1/workspaces/{ws}/queues/{queue}', { params: { path: { ws, queue: queue.key } }, body }))
        : ask(api.POST('/api/v1/workspaces/{ws}/queues', { params: { path: { ws } }, body: { key, ...body } })),
    )
    if (!done) return
    onDone()
    onClose()
  }
  const named = failure && Object.keys(failure.fields).length > 0
  return (
    <Dialog
      title={queue ? words.edit(queue.title) : words.add}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" data-testid="save-queue" disabled={busy || !valid} onClick={() => void save()}>
          {common.common.save}
        </Button>
      }
    >
      <Form onSend={() => void save()}>
        {failure && !named && <Notice tone="danger">{failure.kind === 'key' ? words.taken : failure.message}</Notice>}
        <Field label={words.name} hint={failure?.fields.title && <Flaw>{failure.fields.title}</Flaw>}>
          {(ids) => <TextInput {...ids} autoFocus data-testid="queue-title" maxLength={100} value={title} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Field label={words.key} hint={key !== '' && !/^[a-z0-9_-]{1,50}$/.test(key) ? <Flaw>{words.keyFlaw}</Flaw> : words.keyHint}>
          {(ids) => <TextInput {...ids} data-testid="queue-key" maxLength={50} readOnly={queue !== null} value={key} onChange={(event) => setOwnKey(event.target.value)} />}
        </Field>
        <fieldset className={`${css.scopes} ${css.people}`}>
          <legend>{words.members}</legend>
          {users.data?.items
            .filter((each) => each.role !== 'viewer' && !each.suspended)
            .map(({ id, name }) => (
              <label key={id}>
                <input type="checkbox" checked={members.includes(id)} data-testid="queue-member" onChange={() => toggle(id)} /> {name}
              </label>
            ))}
        </fieldset>
        <Switch label={words.turns} hint={words.turnsHint} checked={turns} onChange={setTurns} />
      </Form>
    </Dialog>
  )
}
