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
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { type DragEvent, memo, useCallback, useLayoutEffect, useState } from 'react'
import { handleOf } from '../model/doc'
import type { FlowEdge, FlowNode } from '../types'
import { useFlowWords } from '../words'
import { Cable } from './Cable'
import css from './Canvas.module.css'
import { fromHandle, toHandle } from './handles'
import { NoteNode } from './NoteNode'
import { dragType } from './Palette'
import { QuickAdd } from './QuickAdd'
import { StepNode } from './StepNode'
import { type EditorState, useEditor, useFlow } from './store'

const nodeTypes = { step: StepNode, note: NoteNode }
const edgeTypes = { cable: Cable }
const noData = {}
const farAway = 0.36

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
  const docEdges = useFlow((state) => state.doc.edges)
  const selection = useFlow((state) => state.selection)
  const chosen = useFlow((state) => state.edges)
  const compared = useFlow((state) => state.compared)
  const [nodes, setNodes] = useState<Node[]>(() => drawNodes([], editor.snapshot()))
  const [edges, setEdges] = useState<Edge[]>(() => drawEdges(editor.snapshot()))
  const [asked, setAsked] = useState<Asked | null>(null)
  const far = useStore((state) => state.transform[2] < farAway)

  useLayoutEffect(() => setNodes((old) => drawNodes(old, editor.snapshot())), [editor, docNodes, selection, compared])
  useLayoutEffect(() => setEdges(drawEdges(editor.snapshot())), [editor, docEdges, chosen, compared])

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const { selection: selected, edges: selectedEdges } = editor.snapshot()
      const next = selectedAfter(selected, changes)
      if (next) editor.select(next, selectedEdges)
      const rest = changes.filter((change) => change.type === 'position' || change.type === 'dimensions')
      if (rest.length === 0) return
      setNodes((old) => applyNodeChanges(rest, old))
      const dropped = rest.flatMap((change) => (change.type === 'position' && change.dragging === false && change.position ? [[change.id, change.position] as const] : []))
      if (dropped.length > 0) editor.move(new Map(dropped), 'move')
    },
    [editor],
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
    ({ source, sourceHandle, target }: Connection) => void editor.link(source, fromHandle(sourceHandle), target),
    [editor],
  )
  const onReconnect = useCallback(
    (edge: Edge, { source, sourceHandle, target }: Connection) => editor.relink(edge.id, source, fromHandle(sourceHandle), target),
    [editor],
  )

  /** A cable let go over a step leads there; over nothing, it asks which step to add. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      if (state.isValid || !state.fromNode || state.fromHandle?.type !== 'source') return
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event
      const under = document.elementFromPoint(point.clientX, point.clientY)
      const source = state.fromNode.id
      const handle = fromHandle(state.fromHandle.id)
      const target = under?.closest<HTMLElement>('.react-flow__node')?.dataset.id
      if (target) editor.link(source, handle, target)
      else if (under?.closest('.react-flow__pane') && !editor.snapshot().compared) {
        const screen = { x: point.clientX, y: point.clientY }
        setAsked({ screen, at: flow.screenToFlowPosition({ x: screen.x, y: screen.y - 20 }), source, handle })
      }
    },
    [editor, flow],
  )

  /** A lone step that is dropped on a cable is put into it. */
  const onNodeDragStop = useCallback(
    (event: MouseEvent | TouchEvent | React.MouseEvent, node: Node, dragged: Node[]) => {
      if (dragged.length !== 1 || [...editor.doc.edges.values()].some((edge) => edge.source === node.id || edge.target === node.id)) return
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event
      const edge = edgeUnder(point.clientX, point.clientY)
      if (edge) editor.insertInto(node.id, edge)
    },
    [editor],
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
      className={css.canvas}
      data-far={(far && !compared) || undefined}
      data-testid="canvas"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={drop}
    >
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
        <MiniMap pannable zoomable position="bottom-right" ariaLabel={words.editor.minimap} nodeBorderRadius={24} nodeColor="var(--map-node)" maskColor="var(--map-mask)" bgColor="var(--bg-0)" />
      </ReactFlow>
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

function selectedAfter(before: ReadonlySet<string>, changes: readonly (NodeChange | EdgeChange)[]) {
  const selects = changes.filter((change) => change.type === 'select')
  if (selects.length === 0) return null
  const next = new Set(before)
  for (const change of selects) {
    if (change.selected) next.add(change.id)
    else next.delete(change.id)
  }
  return next
}

/** The nodes for React Flow; one that has not changed stays the same object, so that nothing is drawn again. */
function drawNodes(old: readonly Node[], { doc, selection, compared }: EditorState): Node[] {
  const known = new Map(old.map((node) => [node.id, node]))
  const draw = (node: FlowNode): Node => {
    const before = known.get(node.id)
    const selected = selection.has(node.id)
    const type = node.type === 'note' ? 'note' : 'step'
    const there = before && before.type === type && before.position.x === node.position.x && before.position.y === node.position.y
    if (there && before.selected === selected) return before
    // A new node is drawn at once, so that it can take the focus; its true size is measured right after.
    return { initialWidth: 260, initialHeight: 140, ...before, id: node.id, type, position: node.position, data: noData, selected, zIndex: type === 'note' ? -1 : undefined }
  }
  const ghosts = compared ? [...compared.doc.nodes.values()].filter((node) => !doc.nodes.has(node.id)) : []
  const next = [...doc.nodes.values(), ...ghosts].map(draw)
  return next.length === old.length && next.every((node, i) => node === old[i]) ? (old as Node[]) : next
}

const drawn = new WeakMap<FlowEdge, Edge>()

function drawEdges({ doc, edges, compared }: EditorState): Edge[] {
  const gone = compared ? [...compared.doc.edges.values()].filter((edge) => compared.diff.edges.get(edge.id) === 'removed' && !doc.edges.has(edge.id)) : []
  const all = [...doc.edges.values(), ...gone]
  const there = (id: string) => doc.nodes.has(id) || compared?.doc.nodes.has(id)
  return all.filter((edge) => there(edge.source) && there(edge.target)).map((edge) => {
    let plain = drawn.get(edge)
    if (!plain) {
      plain = { id: edge.id, type: 'cable', source: edge.source, sourceHandle: toHandle(handleOf(edge)), target: edge.target, targetHandle: 'in' }
      drawn.set(edge, plain)
    }
    return edges.has(edge.id) ? { ...plain, selected: true } : plain
  })
}
