import { useRef, useState } from 'react'
import { api, ask } from '~/api/client'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextArea, TextInput } from '~/ui'
import { Flaw, Form, Notice } from '~/ui/page'
import css from '../Settings.module.css'
import type { SavedReply } from './RepliesSection'
import { useInboxSettingsWords } from './words'

interface ReplyDialogProps {
  ws: string
  reply: SavedReply | null
  onClose: () => void
  onDone: () => void
}

/** As many as a text of WhatsApp has (Meta's limit for text messages). */
const mostCharacters = 4096
const tellBelow = 300

/** A saved reply: how it is called, and what it says. */
export function ReplyDialog({ ws, reply, onClose, onDone }: ReplyDialogProps) {
  const common = useWords()
  const { replies: words } = useInboxSettingsWords()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const area = useRef<HTMLTextAreaElement>(null)
  const { busy, failure, act } = useAct()
  const left = mostCharacters - [...text].length
  const valid = /^[\p{L}\p{N}_-]{1,50}$/u.test(shortcut) && text.trim() !== '' && left >= 0
  const save = async () => {
    if (!valid) return
    const body = { shortcut, text }
    const done = await act(() =>
      reply
        ? ask(api.PUT('/api/v1/workspaces/{ws}/saved-replies/{reply}', { params: { path: { ws, reply: reply.id } }, body }))
        : ask(api.POST('/api/v1/workspaces/{ws}/saved-replies', { params: { path: { ws } }, body })),
    )
    if (!done) return
    onDone()
    onClose()
  }
  const putIn = (name: string) => {
    const at = area.current?.selectionEnd ?? text.length
    setText(text.slice(0, at) + name + text.slice(at))
    area.current?.focus()
  }
  const named = failure && Object.keys(failure.fields).length > 0
  return (
    <Dialog
      title={reply ? words.edit(reply.shortcut) : words.add}
      closeLabel={common.common.close}
      onClose={onClose}
      width={560}
      actions={
        <Button look="primary" data-testid="save-reply" disabled={busy || !valid} onClick={() => void save()}>
          {common.common.save}
        </Button>
      }
    >
      <Form onSend={() => void save()}>
        {failure && !named && <Notice tone="danger">{failure.kind === 'shortcut' ? words.taken : failure.message}</Notice>}
        <Field label={words.shortcut} hint={failure?.fields.shortcut ? <Flaw>{failure.fields.shortcut}</Flaw> : words.shortcutHint}>
          {(ids) => <TextInput {...ids} autoFocus data-testid="reply-shortcut" maxLength={50} value={shortcut} onChange={(event) => setShortcut(event.target.value.replace(/^\//, ''))} />}
        </Field>
        <Field label={words.text} hint={failure?.fields.text ? <Flaw>{failure.fields.text}</Flaw> : left < tellBelow && words.left(left)}>
          {(ids) => <TextArea {...ids} ref={area} data-testid="reply-text" rows={5} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <div className={css.putIn} role="group" aria-label={words.variables}>
          <span>{words.variables}</span>
          {Object.entries(words.names).map(([name, label]) => (
            <Button key={name} onClick={() => putIn(name)}>
              {label}
            </Button>
          ))}
        </div>
      </Form>
    </Dialog>
  )
}
