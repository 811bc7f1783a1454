import { type ReactFlowState, useReactFlow, useStoreApi } from '@xyflow/react'
import { memo, type PointerEvent, useEffect, useRef } from 'react'
import { useColorScheme } from '~/ui'
import { around, type Box, type Fit, fitTo, onCanvas, onMap } from '../model/overview'
import type { NodeIntent } from '../types'
import { useFlowWords } from '../words'
import css from './Overview.module.css'
import { type Editor, useEditor } from './store'

const size = { width: 166, height: 110 }
const rim = 10
const plain = '--map-node'

/** How often the steps are drawn at most while they move, in ms. */
const pause = 120

const tones: Partial<Record<NodeIntent, string>> = { start: '--warn', send: '--accent-fg', ask: '--info', decide: '--fg-3', do: '--fg-3', end: '--danger' }

/**
 * The whole flow on a small map, drawn in one go and outside of React: a map of one element for each step costs as much with each
 * movement as the canvas itself.
 */
export const Overview = memo(function Overview() {
  const editor = useEditor()
  const words = useFlowWords()
  const flow = useReactFlow()
  const store = useStoreApi()
  const { colorScheme } = useColorScheme()
  const map = useRef<HTMLDivElement>(null)
  const steps = useRef<HTMLCanvasElement>(null)
  const view = useRef<HTMLDivElement>(null)
  const fit = useRef<Fit>({ scale: 0.1, shift: { x: 0, y: 0 } })
  const grip = useRef<{ x: number; y: number } | null>(null)

  useEffect(() => {
    const style = getComputedStyle(steps.current!)
    const colours = Object.fromEntries([...Object.values(tones), plain].map((name) => [name, style.getPropertyValue(name)]))
    let later: ReturnType<typeof setTimeout> | undefined
    let nodes: unknown = null
    let transform: unknown = null
    const frame = () => {
      const state = store.getState()
      transform = state.transform
      // the canvas is reset when it goes, and then the map is gone already
      if (!view.current) return
      const { x, y, width, height } = onMap(fit.current, inView(state))
      Object.assign(view.current.style, { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` })
    }
    const draw = () => {
      later = undefined
      const state = store.getState()
      nodes = state.nodes
      if (!steps.current) return
      fit.current = drawSteps(steps.current, editor, state, colours)
      frame()
    }
    draw()
    const stop = store.subscribe((state) => {
      if (state.nodes !== nodes) later ??= setTimeout(draw, pause)
      if (state.transform !== transform) frame()
    })
    return () => {
      stop()
      clearTimeout(later)
    }
  }, [editor, store, colorScheme])

  useEffect(() => {
    const zoom = (event: WheelEvent) => {
      event.preventDefault()
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY / 300))
    }
    const at = map.current!
    at.addEventListener('wheel', zoom, { passive: false })
    return () => at.removeEventListener('wheel', zoom)
  }, [flow])

  const pointed = (event: PointerEvent) => {
    const box = map.current!.getBoundingClientRect()
    return onCanvas(fit.current, { x: event.clientX - box.left, y: event.clientY - box.top })
  }
  const move = (event: PointerEvent) => {
    if (!grip.current) return
    const { x, y } = pointed(event)
    void flow.setCenter(x - grip.current.x, y - grip.current.y, { zoom: flow.getZoom() })
  }
  return (
    <div
      ref={map}
      className={`${css.map} nopan nodrag`}
      role="img"
      aria-label={words.editor.minimap}
      data-testid="overview"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const { x, y } = pointed(event)
        const now = inView(store.getState())
        const inside = x > now.x && x < now.x + now.width && y > now.y && y < now.y + now.height
        grip.current = inside ? { x: x - now.x - now.width / 2, y: y - now.y - now.height / 2 } : { x: 0, y: 0 }
        move(event)
      }}
      onPointerMove={move}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <canvas ref={steps} className={css.steps} />
      <div ref={view} className={css.view} />
    </div>
  )
})

function inView({ transform: [x, y, zoom], width, height }: ReactFlowState): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

function drawSteps(canvas: HTMLCanvasElement, editor: Editor, { nodeLookup }: ReactFlowState, colours: Record<string, string>): Fit {
  const nodes = [...nodeLookup.values()].filter((node) => node.type !== 'frame')
  const boxes = nodes.map((node) => ({ ...node.internals.positionAbsolute, width: node.measured.width ?? 260, height: node.measured.height ?? 100 }))
  const fit = fitTo(around(boxes) ?? { x: 0, y: 0, width: 0, height: 0 }, size, rim)
  const dense = Math.max(1, window.devicePixelRatio)
  canvas.width = size.width * dense
  canvas.height = size.height * dense
  const pen = canvas.getContext('2d')
  if (!pen) return fit
  pen.scale(dense, dense)
  nodes.forEach((node, i) => {
    const { x, y, width, height } = onMap(fit, boxes[i]!)
    const type = node.type === 'step' ? editor.doc.nodes.get(node.id)?.type : undefined
    const intent = type && editor.types.get(type)?.intent
    pen.globalAlpha = node.selected ? 1 : 0.55
    pen.fillStyle = colours[node.selected ? '--accent-fg' : ((intent && tones[intent]) ?? plain)]!
    pen.beginPath()
    pen.roundRect(x, y, Math.max(2, width), Math.max(2, height), Math.min(2, width / 4))
    pen.fill()
  })
  return fit
}
