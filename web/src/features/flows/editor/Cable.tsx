import { IconX } from '@tabler/icons-react'
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from '@xyflow/react'
import { memo } from 'react'
import { handleOf } from '../model/doc'
import { useFlowWords } from '../words'
import css from './Cable.module.css'
import { useCommands } from './commands'
import { useEditor, useFlow } from './store'

/** A cable between two steps. While the traffic is shown, its width and label say how many went this way. */
export const Cable = memo(function Cable(props: EdgeProps) {
  const { id, sourceX, sourceY, targetX, targetY, selected } = props
  const editor = useEditor()
  const words = useFlowWords()
  const commands = useCommands()
  const passed = useFlow((state) => state.trail?.edges.has(id) ?? false)
  const difference = useFlow((state) => state.compared?.diff.edges.get(id))
  const volume = useFlow((state) => {
    const edge = state.traffic && state.doc.edges.get(id)
    if (!edge || !state.traffic) return null
    const stats = state.traffic.nodes.find((node) => node.nodeId === edge.source)
    return stats ? { count: stats.left[handleOf(edge) ?? ''] ?? 0, of: stats.entered } : null
  }, sameVolume)
  const back = targetX < sourceX - 40
  const [path, labelX, labelY] = back
    ? getSmoothStepPath({ ...props, sourceX, sourceY, targetX, targetY, borderRadius: 18, offset: 28 })
    : getBezierPath({ ...props, curvature: 0.3 })
  const width = volume && volume.of > 0 ? 1.5 + 5 * (volume.count / Math.max(1, volume.of)) : undefined

  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={22}
        className={css.cable}
        data-selected={selected || undefined}
        data-passed={passed || undefined}
        data-difference={difference}
        style={width ? { strokeWidth: width } : undefined}
      />
      {(selected || volume) && (
        <EdgeLabelRenderer>
          <div className={`${css.label} nodrag nopan`} style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}>
            {volume && (
              <button
                type="button"
                className={css.volume}
                data-testid="volume"
                disabled={volume.count === 0}
                title={words.passed.show(volume.count)}
                onClick={() => commands.passers(id)}
              >
                {volume.count.toLocaleString()}
                {volume.of > 0 && <small>{Math.round((volume.count / volume.of) * 100)} %</small>}
              </button>
            )}
            {selected && !difference && (
              <button type="button" className={css.cut} aria-label={words.node.deleteCable} title={words.node.deleteCable} onClick={() => editor.remove(new Set(), new Set([id]))}>
                <IconX size={12} aria-hidden />
              </button>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

type Volume = { count: number; of: number } | null
const sameVolume = (a: Volume, b: Volume) => a?.count === b?.count && a?.of === b?.of
