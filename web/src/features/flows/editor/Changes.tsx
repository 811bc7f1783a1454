import type { Item } from '../model/nodeTypes'
import { useFlowWords, useSay } from '../words'
import css from './StepNode.module.css'
import { useEditor, useFlow } from './store'

/** What stood there before, under what stands there now. */
export function Changes({ id }: { id: string }) {
  const words = useFlowWords()
  const say = useSay()
  const editor = useEditor()
  const fields = useFlow((state) => state.compared?.diff.fields.get(id))
  const type = editor.types.get(editor.doc.nodes.get(id)?.type ?? '')
  return (
    <dl className={css.changes}>
      {fields?.slice(0, 4).map((change) => {
        const described = type?.fields.find((field) => field.name === change.field)
        return (
          <div key={change.field}>
            <dt>
              {described ? say(described.label) : change.field} {words.history.was}
            </dt>
            <dd>{shownValue(change.before) || words.node.empty}</dd>
          </div>
        )
      })}
    </dl>
  )
}

export function shownValue(value: unknown): string {
  if (value == null) return ''
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' && each ? String((each as Item).label ?? JSON.stringify(each)) : String(each))).join(' · ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
