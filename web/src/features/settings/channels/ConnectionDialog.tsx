import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import type { components } from '~/api/schema'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form, Notice } from '~/ui/page'
import { useSettingsWords } from '../words'

interface ConnectionDialogProps {
  ws: string
  /** The one that is changed; without, one is added. */
  connection?: components['schemas']['ConnectionView']
  onClose: () => void
}

export function ConnectionDialog({ ws, connection, onClose }: ConnectionDialogProps) {
  const words = useSettingsWords()
  const common = useWords()
  const queries = useQueryClient()
  const [form, setForm] = useState({ name: connection?.name ?? '', wabaId: connection?.wabaId ?? '', appSecret: '', accessToken: '' })
  const { busy, failure, act } = useAct()
  const given = (text: string) => text.trim() || null
  const send = async () => {
    const well = await act(async () => {
      const wabaId = given(form.wabaId)
      if (connection)
        await ask(
          api.PATCH('/api/v1/workspaces/{ws}/connections/{id}', {
            params: { path: { ws, id: connection.id } },
            body: { name: given(form.name), wabaId, appSecret: given(form.appSecret), accessToken: given(form.accessToken), endPreviousSecret: false },
          }),
        )
      else
        await ask(
          api.POST('/api/v1/workspaces/{ws}/connections', {
            params: { path: { ws } },
            body: { name: form.name.trim(), wabaId, appSecret: form.appSecret.trim(), accessToken: form.accessToken.trim() },
          }),
        )
      await queries.invalidateQueries({ queryKey: ['connections', ws] })
    })
    if (well) onClose()
  }
  const ready = form.name.trim() !== '' && (connection !== undefined || (form.appSecret.trim() !== '' && form.accessToken.trim() !== ''))
  const line = (key: keyof typeof form, label: string, secret = false) => (
    <Field label={label}>
      {(ids) => <TextInput {...ids} type={secret ? 'password' : 'text'} autoComplete={secret ? 'new-password' : 'off'} data-testid={`connection-${key}`} value={form[key]} onChange={(event) => setForm({ ...form, [key]: event.target.value })} />}
    </Field>
  )
  return (
    <Dialog
      title={connection ? words.channels.rotateTitle(connection.name) : words.channels.add}
      closeLabel={common.common.close}
      onClose={onClose}
      actions={
        <Button look="primary" data-testid="save-connection" disabled={busy || !ready} onClick={() => void send()}>
          {connection ? common.common.save : common.common.add}
        </Button>
      }
    >
      {connection && <p>{words.channels.rotateHint}</p>}
      <Form onSend={() => ready && void send()}>
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        {line('name', words.channels.name)}
        {line('wabaId', words.channels.waba)}
        {line('appSecret', words.channels.secret, true)}
        {line('accessToken', words.channels.token, true)}
      </Form>
    </Dialog>
  )
}
