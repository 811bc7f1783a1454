import { useDates } from '~/i18n/dates'
import { Button } from '~/ui'
import { compare, count } from '../model/diff'
import { readDoc } from '../model/doc'
import { useFlowWords } from '../words'
import css from './FlowPage.module.css'
import { useEditor, useFlow } from './store'

/** Two drafts: which goes on is for a person to say. */
export function Conflict() {
  const editor = useEditor()
  const words = useFlowWords()
  const dates = useDates()
  const save = useFlow((state) => state.save)
  const doc = useFlow((state) => state.doc)
  if (save.is !== 'conflict') return null
  const diff = compare(doc, readDoc(save.theirs))
  return (
    <div className={css.conflict} role="alert" data-testid="conflict">
      <p>
        <b>{save.by ? words.conflict.by(save.by, save.at ? dates.time(save.at) : '') : words.conflict.title}</b> {words.conflict.counts(count(diff, 'added'), count(diff, 'removed'), count(diff, 'changed'))} {words.conflict.hint}
      </p>
      <Button onClick={() => void editor.settle(true)}>{words.conflict.mine}</Button>
      <Button onClick={() => void editor.settle(false)}>{words.conflict.theirs}</Button>
    </div>
  )
}
