import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Flaw, Form, Notice } from '~/ui/page'
import { Kinds } from './Kinds'
import { Secret } from './Secret'
import type { Webhook } from './WebhooksSection'
import { useWebhookWords } from './words'

/** A new webhook, or another address and other events for one. The secret of a new one is shown before the dialog ends. */
export function WebhookDialog({ ws, kinds, webhook, onClose }: { ws: string; kinds: readonly string[]; webhook?: Webhook; onClose: () => void }) {
  const words = useWebhookWords()
  const common = useWords()
  const queries = useQueryClient()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(webhook?.kinds ?? kinds.filter((kind) => kind !== 'broadcast.progress'))
  const [secret, setSecret] = useState<string | null>(null)
  const { busy, failure, act } = useAct()
  const ready = url.trim() !== '' && chosen.length > 0
  const send = async () => {
    const body = { url: url.trim(), kinds: [...chosen], description: description.trim() }
    const done = await act(async () => {
      if (webhook) await ask(api.PATCH('/api/v1/workspaces/{ws}/webhooks/{webhook}', { params: { path: { ws, webhook: webhook.id } }, body: { ...body, on: null } }))
      else setSecret((await ask(api.POST('/api/v1/workspaces/{ws}/webhooks', { params: { path: { ws } }, body }))).secret)
      await queries.invalidateQueries({ queryKey: ['webhooks', ws] })
    })
    if (done && webhook) onClose()
  }
  return (
    <Dialog
      title={webhook ? words.editTitle : words.new}
      closeLabel={common.common.close}
      width={640}
      onClose={onClose}
      actions={
        secret === null ? (
          <Button look="primary" data-testid="save-webhook" disabled={busy || !ready} onClick={() => void send()}>
            {webhook ? words.save : words.create}
          </Button>
        ) : (
          <Button look="primary" onClick={onClose}>
            {common.common.close}
          </Button>
        )
      }
    >
      {secret !== null && <Secret value={secret} />}
      {secret === null && (
        <Form onSend={() => ready && void send()}>
          {failure && Object.keys(failure.fields).length === 0 && <Notice tone="danger">{failure.message}</Notice>}
          <Field label={words.address} hint={failure?.fields.url ? <Flaw>{failure.fields.url}</Flaw> : words.addressHint}>
            {(ids) => <TextInput {...ids} type="url" data-testid="webhook-url" value={url} autoFocus maxLength={2000} placeholder="https://" onChange={(event) => setUrl(event.target.value)} />}
          </Field>
          <Field label={words.description} hint={failure?.fields.description && <Flaw>{failure.fields.description}</Flaw>}>
            {(ids) => <TextInput {...ids} value={description} maxLength={200} onChange={(event) => setDescription(event.target.value)} />}
          </Field>
          <Kinds kinds={kinds} chosen={chosen} onChange={setChosen} />
        </Form>
      )}
    </Dialog>
  )
}
