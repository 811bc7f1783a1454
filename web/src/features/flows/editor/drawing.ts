import type { Edge, EdgeChange, Node, NodeChange } from '@xyflow/react'
import { handleOf } from '../model/doc'
import { cornerOf, entryOf, type Group, groupsOf } from '../model/groups'
import type { FlowEdge, FlowNode } from '../types'
import { fromHandle, toHandle } from './handles'
import type { Editor, EditorState } from './store'

/** What stands on the canvas for a group: a card when it is folded, a frame around its steps when it is open. */
export const cardOf = (group: string) => `group:${group}`
export const frameOf = (group: string) => `frame:${group}`
export const groupIn = (id: string) => (id.startsWith('group:') || id.startsWith('frame:') ? id.slice(6) : null)
const exit = (edge: FlowEdge) => `${edge.source}|${toHandle(handleOf(edge))}`

const noData = {}
/** Only the head of a frame is taken hold of; through the rest of it the canvas is. */
const noPointer = { pointerEvents: 'none' as const }
const margin = 24
const headroom = 44

/** How far inside its frame a step stands at least. */
export const frameInset = { x: margin, y: headroom }

const folded = ({ doc, compared }: EditorState) => {
  const hidden = new Map<string, Group>()
  if (!compared) for (const group of groupsOf(doc)) if (group.folded) for (const id of group.nodes) hidden.set(id, group)
  return hidden
}

/** The nodes for React Flow; one that has not changed stays the same object, so that nothing is drawn again. */
export function drawNodes(old: readonly Node[], state: EditorState): Node[] {
  const { doc, selection, compared } = state
  const known = new Map(old.map((node) => [node.id, node]))
  const hidden = folded(state)
  const draw = (node: FlowNode): Node => {
    const before = known.get(node.id)
    const selected = selection.has(node.id)
    const type = node.type === 'note' ? 'note' : 'step'
    const there = before && before.type === type && before.position.x === node.position.x && before.position.y === node.position.y
    if (there && before.selected === selected) return before
    // A new node is drawn at once, so that it can take the focus; its true size is measured right after.
    return { initialWidth: 260, initialHeight: 140, ...before, id: node.id, type, position: node.position, data: noData, selected, zIndex: type === 'note' ? -1 : undefined }
  }
  const card = (group: Group): Node => {
    const before = known.get(cardOf(group.id))
    const position = cornerOf(doc, group)
    const selected = group.nodes.every((id) => selection.has(id))
    if (before && before.selected === selected && before.position.x === position.x && before.position.y === position.y) return before
    return { initialWidth: 260, initialHeight: 100, ...before, id: cardOf(group.id), type: 'folded', position, data: noData, selected }
  }
  const ghosts = compared ? [...compared.doc.nodes.values()].filter((node) => !doc.nodes.has(node.id)) : []
  const steps = [...doc.nodes.values(), ...ghosts].filter((node) => !hidden.has(node.id)).map(draw)
  const next = withFrames([...steps, ...[...new Set(hidden.values())].map(card)], known, state)
  return next.length === old.length && next.every((node, i) => node === old[i]) ? (old as Node[]) : next
}

/** Adds the frames of open groups around the steps as they stand now. */
function withFrames(nodes: Node[], known: ReadonlyMap<string, Node>, { doc, compared }: EditorState): Node[] {
  const open = compared ? [] : groupsOf(doc).filter((group) => !group.folded)
  if (open.length === 0) return nodes
  const at = new Map(nodes.map((node) => [node.id, node]))
  const frames = open.flatMap((group): Node[] => {
    const inside = group.nodes.flatMap((id) => at.get(id) ?? [])
    if (inside.length === 0) return []
    const x = Math.min(...inside.map((node) => node.position.x)) - margin
    const y = Math.min(...inside.map((node) => node.position.y)) - headroom
    const right = Math.max(...inside.map((node) => node.position.x + (node.measured?.width ?? 260)))
    const bottom = Math.max(...inside.map((node) => node.position.y + (node.measured?.height ?? 140)))
    const [width, height] = [right - x + margin, bottom - y + margin]
    const before = known.get(frameOf(group.id))
    if (before && before.position.x === x && before.position.y === y && before.width === width && before.height === height) return [before]
    return [{ ...before, id: frameOf(group.id), type: 'frame', position: { x, y }, width, height, data: noData, selectable: false, focusable: false, zIndex: -2, style: noPointer, dragHandle: '[data-frame]' }]
  })
  return [...nodes, ...frames]
}

/** The frames anew, after steps were measured or moved. */
export function reframe(nodes: Node[], state: EditorState): Node[] {
  const frames = nodes.filter((node) => node.type === 'frame')
  if (frames.length === 0) return nodes
  return withFrames(nodes.filter((node) => node.type !== 'frame'), new Map(frames.map((node) => [node.id, node])), state)
}

const drawn = new WeakMap<FlowEdge, Edge>()

export function drawEdges(state: EditorState): Edge[] {
  const { doc, edges, compared } = state
  const hidden = folded(state)
  const gone = compared ? [...compared.doc.edges.values()].filter((edge) => compared.diff.edges.get(edge.id) === 'removed' && !doc.edges.has(edge.id)) : []
  const all = [...doc.edges.values(), ...gone]
  const there = (id: string) => doc.nodes.has(id) || compared?.doc.nodes.has(id)
  return all.filter((edge) => there(edge.source) && there(edge.target)).flatMap((edge) => {
    const [from, to] = [hidden.get(edge.source), hidden.get(edge.target)]
    if (from && from === to) return []
    let plain = from || to ? undefined : drawn.get(edge)
    if (!plain) {
      plain = {
        id: edge.id,
        type: 'cable',
        source: from ? cardOf(from.id) : edge.source,
        sourceHandle: from ? exit(edge) : toHandle(handleOf(edge)),
        target: to ? cardOf(to.id) : edge.target,
        targetHandle: 'in',
      }
      if (!from && !to) drawn.set(edge, plain)
    }
    return [edges.has(edge.id) ? { ...plain, selected: true } : plain]
  })
}

/** The steps that stand behind what is on the canvas. */
export function stepsOf(editor: Editor, id: string): readonly string[] {
  const group = groupIn(id)
  return group === null ? [id] : (groupsOf(editor.doc).find((each) => each.id === group)?.nodes ?? [])
}

/** The way that a handle on the canvas stands for. */
export function wayAt(source: string, handle: string | null | undefined): { source: string; handle: string | null } {
  if (groupIn(source) === null || !handle) return { source, handle: fromHandle(handle) }
  const cut = handle.lastIndexOf('|')
  return { source: handle.slice(0, cut), handle: fromHandle(handle.slice(cut + 1)) }
}

/** The step that a cable to this place leads to. */
export function stepAt(editor: Editor, target: string): string {
  const id = groupIn(target)
  const group = id === null ? undefined : groupsOf(editor.doc).find((each) => each.id === id)
  return group ? entryOf(editor.doc, group) : target
}

/** What is selected after React Flow's changes, or null when they change nothing of it. */
export function selectedAfter(before: ReadonlySet<string>, changes: readonly (NodeChange | EdgeChange)[], steps: (id: string) => readonly string[] = (id) => [id]) {
  const selects = changes.filter((change) => change.type === 'select')
  if (selects.length === 0) return null
  const next = new Set(before)
  for (const change of selects)
    for (const id of steps(change.id)) {
      if (change.selected) next.add(id)
      else next.delete(id)
    }
  return next
}
