import { useState } from 'react'
import { Button, Dialog, Field, Select } from '~/ui'
import { edgeAt } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import { useFlowWords } from '../words'
import { useLineOf, useSayExit } from './names'
import { useEditor } from './store'

/** Lays a cable without the pointer: from which way, to which step. */
export function ConnectDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const lineOf = useLineOf()
  const sayExit = useSayExit()
  const node = editor.doc.nodes.get(id)!
  const ways = waysOf(editor.types.get(node.type), node.data, sayExit(node)).filter((way) => !edgeAt(editor.doc, id, way.handle))
  const targets = [...editor.doc.nodes.values()].filter((each) => each.id !== id && !editor.types.get(each.type)?.entry)
  const [way, setWay] = useState(0)
  const [target, setTarget] = useState(targets[0]?.id ?? '')
  const connect = () => {
    if (ways[way] && target) editor.link(id, ways[way].handle, target)
    onClose()
  }
  return (
    <Dialog
      title={words.connect.title}
      closeLabel={words.editor.close}
      onClose={onClose}
      width={420}
      actions={
        <Button look="primary" disabled={ways.length === 0 || !target} onClick={connect}>
          {words.connect.do}
        </Button>
      }
    >
      {ways.length === 0 ? (
        <p>{words.connect.none}</p>
      ) : (
        <>
          <Field label={words.connect.from}>{(ids) => <Select {...ids} autoFocus value={String(way)} onChange={(value) => setWay(Number(value))} options={ways.map((each, index) => ({ value: String(index), label: each.label }))} />}</Field>
          <Field label={words.connect.to}>{(ids) => <Select {...ids} value={target} onChange={setTarget} options={targets.map((each) => ({ value: each.id, label: lineOf(each.id) }))} />}</Field>
        </>
      )}
    </Dialog>
  )
}
