import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '~/ui/page'
import type { Example, FlowsApi } from '../api'
import type { FlowDocument } from '../types'
import { useFlowWords } from '../words'
import css from './FlowsPage.module.css'

/** What a new flow can begin with. */
export function Gallery({ api, onPick }: { api: FlowsApi; onPick: (example?: Example) => Promise<void> }) {
  const words = useFlowWords()
  const examples = useQuery({ queryKey: ['flows', 'examples'], queryFn: () => api.examples(), staleTime: Infinity })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const pick = (example?: Example) => {
    setBusy(true)
    onPick(example).catch((error: unknown) => {
      setFailure(error instanceof Error ? error.message : String(error))
      setBusy(false)
    })
  }
  return (
    <>
      {failure && <Notice tone="danger">{failure}</Notice>}
      <div className={css.gallery}>
        <button type="button" className={css.card} disabled={busy} data-testid="new-blank" onClick={() => pick()}>
          <span className={css.sketch} data-blank>
            <IconPlus size={22} aria-hidden />
          </span>
          <b>{words.list.blank}</b>
          <small>{words.list.blankHint}</small>
        </button>
        {examples.data?.map((example) => (
          <button key={example.id} type="button" className={css.card} disabled={busy} data-testid={`new-${example.id}`} onClick={() => pick(example)}>
            <Sketch document={example.document} />
            <b>{example.name}</b>
            <small>{words.list.steps(example.document.nodes.length)}</small>
          </button>
        ))}
      </div>
    </>
  )
}

/** A flow as a thumbnail: boxes and lines where they stand. */
function Sketch({ document }: { document: FlowDocument }) {
  const places = new Map(document.nodes.map((node) => [node.id, { x: Number(node.position?.x) || 0, y: Number(node.position?.y) || 0 }]))
  const xs = [...places.values()].map((place) => place.x)
  const ys = [...places.values()].map((place) => place.y)
  const left = Math.min(...xs) - 40
  const top = Math.min(...ys) - 40
  const width = Math.max(...xs) - left + 300
  const height = Math.max(...ys) - top + 140
  return (
    <span className={css.sketch}>
      <svg viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
        {document.edges.map((edge) => {
          const from = places.get(edge.source)
          const to = places.get(edge.target)
          return from && to && <line key={edge.id} x1={from.x + 130} y1={from.y + 40} x2={to.x + 130} y2={to.y + 40} />
        })}
        {[...places].map(([id, { x, y }]) => (
          <rect key={id} x={x} y={y} width={260} height={84} rx={22} />
        ))}
      </svg>
    </span>
  )
}
