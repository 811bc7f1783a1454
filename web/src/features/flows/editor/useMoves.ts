import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { handleOf } from '../model/doc'
import { hidingOf } from '../model/groups'
import { waysOf } from '../model/nodeTypes'
import { cardOf } from './drawing'
import { useEditor } from './store'

/** How long the view takes to move; not at all for who wants no motion. */
export const calm = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180)

/** Moves the view to a step, and the steps to tidy places. */
export function useMoves() {
  const editor = useEditor()
  const canvas = useReactFlow()
  const reveal = useCallback(
    (id: string) => {
      const hiding = hidingOf(editor.doc, id)
      const node = canvas.getInternalNode(hiding ? cardOf(hiding.id) : id)
      if (!node) return
      const { x, y } = node.internals.positionAbsolute
      const width = node.measured.width ?? 260
      const height = node.measured.height ?? 100
      void canvas.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(0.7, Math.min(1, canvas.getZoom())), duration: calm() })
    },
    [canvas, editor],
  )
  const bringIn = useCallback(
    (id: string) => {
      const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect()
      const room = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (card && room && (card.left < room.left || card.right > room.right || card.top < room.top || card.bottom > room.bottom)) reveal(id)
    },
    [reveal],
  )
  const tidy = useCallback(async () => {
    const { selection, compared } = editor.snapshot()
    if (compared) return
    const some = selection.size > 1
    const nodes = canvas.getNodes().filter((node) => node.type === 'step' && (!some || selection.has(node.id)))
    if (nodes.length === 0) return
    const there = new Set(nodes.map((node) => node.id))
    const boxes = nodes.map((node) => ({ id: node.id, width: node.measured?.width ?? 260, height: node.measured?.height ?? 120 }))
    const cables = [...editor.doc.edges.values()]
      .filter((edge) => there.has(edge.source) && there.has(edge.target))
      .map((edge) => {
        const node = editor.doc.nodes.get(edge.source)!
        return { source: edge.source, target: edge.target, order: waysOf(editor.types.get(node.type), node.data, () => '').findIndex((way) => way.handle === handleOf(edge)) }
      })
    const worker = new Worker(new URL('../model/tidy.worker.ts', import.meta.url), { type: 'module' })
    const places = await new Promise<Map<string, { x: number; y: number }>>((done, failed) => {
      worker.onmessage = ({ data }) => done(data as Map<string, { x: number; y: number }>)
      worker.onerror = (event) => failed(new Error(event.message))
      worker.postMessage({ boxes, cables })
    }).finally(() => worker.terminate())
    const left = Math.min(...nodes.map((node) => node.position.x))
    const top = Math.min(...nodes.map((node) => node.position.y))
    editor.move(new Map([...places].map(([id, { x, y }]) => [id, { x: x + (some ? left : 0), y: y + (some ? top : 0) }])))
    if (!some) requestAnimationFrame(() => void canvas.fitView({ maxZoom: 1, padding: 0.18, duration: calm() }))
  }, [canvas, editor])
  return { reveal, bringIn, tidy }
}
