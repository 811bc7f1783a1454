import type { FlowLine } from '../api'
import { useFlowWords } from '../words'
import css from './FlowTable.module.css'

const most = 3

/** What starts a flow: its words, or the kind of happening. */
export function Triggers({ triggers }: { triggers: FlowLine['triggers'] }) {
  const words = useFlowWords()
  const all = triggers.flatMap(({ kind, keywords }) =>
    keywords.length > 0 && kind !== 'default' && kind !== 'api' && kind !== 'firstMessage'
      ? keywords.map((text) => ({ text, isWord: true }))
      : [{ text: words.triggers.kinds[kind] ?? kind, isWord: false }],
  )
  if (all.length === 0) return <span className={css.none}>{words.triggers.none}</span>
  return (
    <span className={css.triggers}>
      {all.slice(0, most).map((each, index) => (
        <span key={index} className={`${css.trigger} ${each.isWord ? '' : css.kind}`} title={each.text}>
          {each.text}
        </span>
      ))}
      {all.length > most && <span className={css.none}>{words.triggers.more(all.length - most)}</span>}
    </span>
  )
}
