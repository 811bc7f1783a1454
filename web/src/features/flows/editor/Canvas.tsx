import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionLineType,
  Controls,
  type Edge,
  type EdgeChange,
  type FinalConnectionState,
  type Node,
  type NodeChange,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { type DragEvent, lazy, memo, Suspense, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useFlowWords } from '../words'
import { Cable } from './Cable'
import css from './Canvas.module.css'
import { drawEdges, drawNodes, frameInset, groupIn, reframe, selectedAfter, stepAt, stepsOf, wayAt } from './drawing'
import { FarContext } from './far'
import { GroupCard, GroupFrame } from './GroupNodes'
import { NoteNode } from './NoteNode'
import { dragType } from './Palette'
import { QuickAdd } from './QuickAdd'
import { StepNode } from './StepNode'
import { type Editor, useEditor, useFlow } from './store'

const Overview = lazy(() => import('./Overview').then((file) => ({ default: file.Overview })))
const nodeTypes = { step: StepNode, note: NoteNode, folded: GroupCard, frame: GroupFrame }
const edgeTypes = { cable: Cable }
const farAway = 0.36
/** Below this even a name could not be read. */
const veryFar = 0.17

/** From so many on, what is out of sight is not mounted. */
const manyNodes = 60

export interface Asked {
  screen: { x: number; y: number }
  at: { x: number; y: number }
  source: string
  handle: string | null
}

/** The drawing. While something is dragged only this component's own nodes move; the document hears of it at the drop. */
export const Canvas = memo(function Canvas() {
  const editor = useEditor()
  const words = useFlowWords()
  const flow = useReactFlow()
  const docNodes = useFlow((state) => state.doc.nodes)
  const groups = useFlow((state) => state.doc.rest.groups)
  const docEdges = useFlow((state) => state.doc.edges)
  const selection = useFlow((state) => state.selection)
  const chosen = useFlow((state) => state.edges)
  const compared = useFlow((state) => state.compared)
  const [nodes, setNodes] = useState<Node[]>(() => drawNodes([], editor.snapshot()))
  const [edges, setEdges] = useState<Edge[]>(() => drawEdges(editor.snapshot()))
  const [asked, setAsked] = useState<Asked | null>(null)
  const far = useStore((state) => state.transform[2] < farAway)
  const tiles = useStore((state) => state.transform[2] < veryFar)

  const [measured] = useState(() => new Set<string>())
  const view = useMemo(() => ({ far: far && !compared, measured }), [far, compared, measured])

  useLayoutEffect(() => setNodes((old) => drawNodes(old, editor.snapshot())), [editor, docNodes, groups, selection, compared])
  useLayoutEffect(() => setEdges(drawEdges(editor.snapshot())), [editor, docEdges, docNodes, groups, chosen, compared])

  /** Only while the view moves is it a layer of its own: standing still it would be blurred after a zoom. */
  const frame = useRef<HTMLDivElement>(null)
  const moves = useCallback((what: 'view' | 'steps' | null) => {
    if (what === null) delete frame.current?.dataset.moves
    else if (frame.current) frame.current.dataset.moves = what
  }, [])

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const { selection: selected, edges: selectedEdges } = editor.snapshot()
      const next = selectedAfter(selected, changes, (id) => stepsOf(editor, id))
      if (next) editor.select(next, selectedEdges)
      const rest = changes.filter((change) => change.type === 'position' || change.type === 'dimensions')
      if (rest.length === 0) return
      for (const change of rest) if (change.type === 'dimensions' && change.dimensions) measured.add(change.id)
      setNodes((old) => moved(editor, old, rest))
      const dropped = rest.flatMap((change) => (change.type === 'position' && change.dragging === false && change.position ? placesOf(editor, change.id, change.position) : []))
      if (dropped.length > 0) editor.move(new Map(dropped), 'move')
    },
    [editor, measured],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange[]) => {
      const { selection: selected, edges: selectedEdges } = editor.snapshot()
      const next = selectedAfter(selectedEdges, changes)
      if (next) editor.select(selected, next)
    },
    [editor],
  )

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      const way = wayAt(source, sourceHandle)
      editor.link(way.source, way.handle, stepAt(editor, target))
    },
    [editor],
  )
  const onReconnect = useCallback(
    (edge: Edge, { source, sourceHandle, target }: Connection) => {
      const way = wayAt(source, sourceHandle)
      // an end that was not moved stays at its own step of a group
      const to = target === edge.target ? (editor.doc.edges.get(edge.id)?.target ?? target) : stepAt(editor, target)
      editor.relink(edge.id, way.source, way.handle, to)
    },
    [editor],
  )

  /** A cable let go over a step leads there; over nothing, it asks which step to add. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || !state.fromNode || state.fromHandle?.type !== 'source') return
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event
      const under = document.elementFromPoint(point.clientX, point.clientY)
      const { source, handle } = wayAt(state.fromNode.id, state.fromHandle.id)
      const target = under?.closest<HTMLElement>('.react-flow__node')?.dataset.id
      if (target && !target.startsWith('frame:')) editor.link(source, handle, stepAt(editor, target))
      else if (under?.closest('.react-flow__pane, [data-testid=group-frame]') && !editor.snapshot().compared) {
        const screen = { x: point.clientX, y: point.clientY }
        setAsked({ screen, at: flow.screenToFlowPosition({ x: screen.x, y: screen.y - 20 }), source, handle })
      }
    },
    [editor, flow],
  )

  /** A lone step that is dropped on a cable is put into it. */
  const onNodeDragStop = useCallback(
    (event: MouseEvent | TouchEvent | React.MouseEvent, node: Node, dragged: Node[]) => {
      moves(null)
      if (dragged.length !== 1 || groupIn(node.id) !== null || [...editor.doc.edges.values()].some((edge) => edge.source === node.id || edge.target === node.id)) return
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event
      const edge = edgeUnder(point.clientX, point.clientY)
      if (edge) editor.insertInto(node.id, edge)
    },
    [editor, moves],
  )

  const drop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(dragType)
    if (!type) return
    event.preventDefault()
    const at = flow.screenToFlowPosition({ x: event.clientX - 130, y: event.clientY - 20 })
    editor.add(type, at, undefined, edgeUnder(event.clientX, event.clientY))
  }

  return (
    <div
      ref={frame}
      className={css.canvas}
      data-far={view.far ? (tiles ? 'tiles' : 'names') : undefined}
      data-testid="canvas"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={drop}
    >
      <FarContext value={view}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        onMoveStart={() => moves('view')}
        onMoveEnd={() => moves(null)}
        onNodeDragStart={() => moves('steps')}
        onNodeDragStop={onNodeDragStop}
        onPaneClick={() => editor.edit(null)}
        nodesDraggable={!compared}
        nodesConnectable={!compared}
        edgesReconnectable={!compared}
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={24}
        reconnectRadius={14}
        panOnScroll
        onlyRenderVisibleElements={docNodes.size > manyNodes}
        zoomOnDoubleClick={false}
        minZoom={0.08}
        maxZoom={1.75}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.18 }}
        aria-label={words.editor.canvasLabel}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={2} color="var(--dot)" />
        <Controls position="bottom-left" showInteractive={false} aria-label={words.editor.fit} />
        <Suspense>
          <Overview />
        </Suspense>
      </ReactFlow>
      </FarContext>
      {docNodes.size === 0 && !compared && <p className={css.empty}>{words.editor.empty}</p>}
      {asked && (
        <QuickAdd
          at={asked.screen}
          onClose={() => setAsked(null)}
          onPick={(type) => {
            setAsked(null)
            editor.add(type, asked.at, { source: asked.source, handle: asked.handle })
          }}
        />
      )}
    </div>
  )
})

const edgeUnder = (x: number, y: number) =>
  document.elementsFromPoint(x, y).find((each) => each.closest('.react-flow__edge'))?.closest<HTMLElement>('.react-flow__edge')?.dataset.id

/** Where the steps behind what was dropped stand now. */
function placesOf(editor: Editor, id: string, to: { x: number; y: number }): [string, { x: number; y: number }][] {
  const steps = stepsOf(editor, id).flatMap((step) => editor.doc.nodes.get(step) ?? [])
  if (groupIn(id) === null) return steps.map((step) => [step.id, to])
  const frame = id.startsWith('frame:')
  const x = Math.min(...steps.map((step) => step.position.x)) - (frame ? frameInset.x : 0)
  const y = Math.min(...steps.map((step) => step.position.y)) - (frame ? frameInset.y : 0)
  return steps.map((step) => [step.id, { x: step.position.x + to.x - x, y: step.position.y + to.y - y }])
}

/** The nodes after React Flow moved or measured some; the steps of a frame go where it goes. */
function moved(editor: Editor, old: Node[], changes: NodeChange[]): Node[] {
  const along = changes.flatMap((change): NodeChange[] => {
    if (change.type !== 'position' || !change.position || !change.id.startsWith('frame:')) return []
    return placesOf(editor, change.id, change.position).map(([id, position]) => ({ type: 'position', id, position }))
  })
  const next = applyNodeChanges([...changes, ...along], old)
  return along.length > 0 ? next : reframe(next, editor.snapshot())
}
