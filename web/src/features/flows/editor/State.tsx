import type { FlowLine } from '../api'
import { useFlowWords } from '../words'
import css from './State.module.css'

/** Where a flow is in its life. */
export function State({ line }: { line: FlowLine | undefined }) {
  const words = useFlowWords()
  if (!line) return null
  const changed = line.publishedVersion !== null && line.hasChanges
  return (
    <span className={css.state} data-state={line.state} data-testid="flow-state">
      {line.state === 'live' ? words.state.live(line.publishedVersion ?? 0) : words.state[line.state]}
      {changed && line.state !== 'archived' && <small> + {words.state.changed}</small>}
    </span>
  )
}
