import { useState } from 'react'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { dangerLook, Notice } from '~/ui/page'
import { type FlowLine, type FlowsApi, Refused } from '../api'
import { useFlowWords } from '../words'

interface RemoveProps {
  api: FlowsApi
  flow: FlowLine
  onClose: () => void
  onDone: () => void
}

/** Says what goes with a flow before it goes. */
export function RemoveDialog({ api, flow, onClose, onDone }: RemoveProps) {
  const words = useFlowWords()
  const [failure, setFailure] = useState<string | null>(null)
  const [inside, setInside] = useState(flow.inside)
  const remove = async () => {
    try {
      await api.remove(flow.id, inside > 0)
      onDone()
      onClose()
    } catch (error) {
      const there = error instanceof Refused ? (error.problem as { inside?: number } | null)?.inside : undefined
      if (there) setInside(there)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog
      title={words.remove.title(flow.name)}
      closeLabel={words.editor.close}
      onClose={onClose}
      actions={
        <Button look="primary" className={dangerLook} onClick={() => void remove()}>
          {words.remove.do}
        </Button>
      }
    >
      <p>{words.remove.hint}</p>
      {inside > 0 && (
        <Notice tone="warn">
          {words.pause.inside(inside)} {words.remove.inside}
        </Notice>
      )}
      {failure && <Notice tone="danger">{failure}</Notice>}
    </Dialog>
  )
}

export function RenameDialog({ flow, onClose, onName }: { flow: FlowLine; onClose: () => void; onName: (name: string) => void }) {
  const words = useFlowWords()
  const [name, setName] = useState(flow.name)
  return (
    <Dialog
      title={words.list.rename}
      closeLabel={words.editor.close}
      onClose={onClose}
      width={400}
      actions={
        <Button look="primary" type="submit" form="rename-flow" disabled={!name.trim()}>
          {words.list.rename}
        </Button>
      }
    >
      <form
        id="rename-flow"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) onName(name.trim())
        }}
      >
        <Field label={words.list.name}>{(ids) => <TextInput {...ids} autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      </form>
    </Dialog>
  )
}
