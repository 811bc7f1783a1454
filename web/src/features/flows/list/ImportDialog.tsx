import { IconCircleCheck, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { Button, Dialog, Field, TextArea, TextInput } from '~/ui'
import { Notice } from '~/ui/page'
import type { FlowsApi, Imported } from '../api'
import type { Issue } from '../types'
import { useFlowWords } from '../words'
import css from './FlowsPage.module.css'

interface ImportDialogProps {
  api: FlowsApi
  onClose: () => void
  onDone: () => void
  onOpen: (flow: string) => void
}

/** Takes a file or its text, and reports what came over and what needs a look. */
export function ImportDialog({ api, onClose, onDone, onOpen }: ImportDialogProps) {
  const words = useFlowWords()
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [result, setResult] = useState<Imported | null>(null)
  const [busy, setBusy] = useState(false)

  const take = async () => {
    setFailure(null)
    let document: unknown
    try {
      document = JSON.parse(text)
    } catch {
      setFailure(words.import.notJson)
      return
    }
    setBusy(true)
    try {
      setResult(await api.import(name.trim() || words.list.untitled, document))
      onDone()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  const nodes = result?.report?.nodes ?? []
  const notes: Pick<Issue, 'severity' | 'text'>[] = [
    ...nodes.filter((node) => node.text).map((node) => ({ severity: node.outcome === 'needs_you' ? ('error' as const) : ('warning' as const), text: `${node.nodeId}: ${node.text}` })),
    ...(result?.problems ?? []),
  ]
  const mapped = nodes.filter((node) => node.outcome === 'mapped').length
  return (
    <Dialog
      title={result ? words.import.done : words.import.title}
      closeLabel={words.editor.close}
      width={560}
      onClose={onClose}
      actions={
        result ? (
          <Button look="primary" onClick={() => onOpen(result.flow.id)}>
            {words.import.open}
          </Button>
        ) : (
          <Button look="primary" disabled={busy || !text.trim()} onClick={() => void take()}>
            {words.import.do}
          </Button>
        )
      }
    >
      {result ? (
        <>
          <p className={css.imported}>
            <IconCircleCheck size={18} aria-hidden /> {result.flow.name}
          </p>
          {nodes.length > 0 && <p>{words.import.mapped(mapped, nodes.length)}</p>}
          {notes.length === 0 ? <p>{words.import.clean}</p> : <p>{words.import.report}</p>}
          <ul className={css.notes}>
            {notes.map((note, index) => (
              <li key={index} data-severity={note.severity}>
                {note.text}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>{words.import.hint}</p>
          <label className={css.file}>
            <IconUpload size={18} aria-hidden /> {words.import.choose}
            <input
              type="file"
              accept=".json,application/json"
              className="sr-only"
              onChange={(event) => {
                const file = event.target.files?.[0]
                if (!file) return
                setName(name || file.name.replace(/\.json$/i, ''))
                void file.text().then(setText)
              }}
            />
          </label>
          <Field label={words.import.paste}>{(ids) => <TextArea {...ids} className={css.json} rows={6} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />}</Field>
          <Field label={words.import.name}>{(ids) => <TextInput {...ids} maxLength={100} value={name} placeholder={words.list.untitled} onChange={(event) => setName(event.target.value)} />}</Field>
          {failure && <Notice tone="danger">{failure}</Notice>}
        </>
      )}
    </Dialog>
  )
}
