import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useFlowWords } from '../words'
import { hintOf } from './names'
import css from './StepNode.module.css'
import { useEditor, useFlow } from './store'

/** A note for people; it never runs. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const node = useFlow((state) => state.doc.nodes.get(id) ?? state.compared?.doc.nodes.get(id))
  const editing = useFlow((state) => state.editing?.node === id && state.editing.field === 'text')
  if (!node) return null
  const text = String(node.data.text ?? '')
  return (
    <article className={css.note} data-selected={selected} data-testid="step" data-type="note" aria-label={hintOf(node) || words.palette.intent.canvas}>
      {editing ? (
        <textarea
          className={`${css.noteInput} nodrag nopan nowheel`}
          autoFocus
          value={text}
          aria-label={words.node.addNote}
          placeholder={words.node.addNote}
          onChange={(event) => editor.setField(id, 'text', event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            editor.edit(null)
          }}
        />
      ) : (
        <p onDoubleClick={() => editor.edit({ node: id, field: 'text' })}>{text || words.node.addNote}</p>
      )}
    </article>
  )
})
