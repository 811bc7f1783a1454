import { copy, paste, readPiece } from '../model/clipboard'
import { edgeAt } from '../model/doc'
import { addNode, connect, freeWay, insert, moveNodes, placeAfter, type Point, refusal, remove, reroute, setData } from '../model/edits'
import { fixFor } from '../model/fixes'
import { change, gather, groupOf, hidingOf, scatter } from '../model/groups'
import { apply } from '../model/history'
import type { Issue } from '../types'
import { EditorCore } from './EditorCore'
import type { Editing } from './state'

const nothing: ReadonlySet<string> = new Set()

/** What people do to the open flow. */
export class Editor extends EditorCore {
  setField = (id: string, field: string, value: unknown) => this.do(setData(this.doc, id, { [field]: value }, this.types), `${id}.${field}`)

  setFields = (id: string, values: Record<string, unknown>) => this.do(setData(this.doc, id, values, this.types))

  setSettings(values: Record<string, unknown>) {
    const before = this.doc.rest
    const settings: Record<string, unknown> = { ...(before.settings as object | undefined), ...values }
    for (const [name, value] of Object.entries(values)) if (value === undefined || value === '') delete settings[name]
    this.do([{ kind: 'rest', before, after: { ...before, settings } }], `settings.${Object.keys(values).join()}`)
  }

  move = (places: ReadonlyMap<string, Point>, burst?: string) => this.do(moveNodes(this.doc, places), burst)

  /** Adds a node and lays a cable to it, from the given way or from the first free one of what is selected. */
  add(typeName: string, at?: Point, from?: { source: string; handle: string | null }, into?: string): string | null {
    const type = this.types.get(typeName)
    if (!type || this.readOnly) return null
    const [only] = this.state.selection
    const source = at === undefined && this.state.selection.size === 1 ? (only ?? null) : null
    const way = from ?? (source !== null && !type.entry ? { source, handle: freeWay(this.doc, this.types, source)?.handle } : null)
    const [node, changes] = addNode(this.doc, type, at ?? placeAfter(this.doc, source))
    const all = [...changes]
    const grown = apply(this.doc, changes)
    if (into !== undefined) all.push(...insert(grown, this.types, node, into))
    else if (way && way.handle !== undefined && !refusal(grown, this.types, way.source, way.handle, node.id))
      all.push(...connect(grown, way.source, way.handle, node.id))
    this.do(all)
    this.select([node.id])
    this.set({ fresh: node.id })
    const first = type.fields.find((field) => field.onNode && ['longTemplate', 'longText'].includes(field.kind))
    if (first) this.edit({ node: node.id, field: first.name })
    return node.id
  }

  /** Adds a node at a way of another, in a free place beside it. */
  addAfter = (type: string, from: { source: string; handle: string | null }) => this.add(type, placeAfter(this.doc, from.source), from)

  /** Lays a cable, or says why not. */
  link(source: string, handle: string | null, target: string): boolean {
    const why = refusal(this.doc, this.types, source, handle, target)
    if (why) this.notify({ kind: 'refused', why, source, handle })
    else this.do(connect(this.doc, source, handle, target))
    return why === null
  }

  relink(edge: string, source: string, handle: string | null, target: string) {
    const there = this.doc.edges.get(edge)
    if (!there || (there.source === source && (there.sourceHandle || null) === handle && there.target === target)) return
    const why = refusal(this.doc, this.types, source, handle, target, edge)
    if (why) this.notify({ kind: 'refused', why, source, handle })
    else this.do(reroute(this.doc, edge, source, handle, target))
  }

  /** Where a way leads from now on; null cuts it. */
  lead(source: string, handle: string | null, target: string | null) {
    const there = edgeAt(this.doc, source, handle)
    if (target === null) {
      if (there) this.do(remove(this.doc, nothing, new Set([there.id])))
    } else if (there) this.relink(there.id, source, handle, target)
    else this.link(source, handle, target)
  }

  insertInto = (node: string, edge: string) => {
    const it = this.doc.nodes.get(node)
    if (it) this.do(insert(this.doc, this.types, it, edge))
  }

  removeSelected = () => this.remove(this.state.selection, this.state.edges)

  remove(nodes: ReadonlySet<string>, edges: ReadonlySet<string>) {
    if (this.readOnly || (nodes.size === 0 && edges.size === 0)) return
    this.do(remove(this.doc, nodes, edges))
    this.notify(nodes.size > 0 ? { kind: 'deleted', count: nodes.size } : { kind: 'cableDeleted' })
  }

  copyText = () => (this.state.selection.size > 0 ? copy(this.doc, this.state.selection) : null)

  /** Pastes what `copyText` made, lines onto the options that are selected, or plain words as a text. */
  pasteText(text: string, at: Point): boolean {
    if (this.readOnly) return false
    const piece = readPiece(text)
    if (piece) {
      const known = piece.nodes.filter((node) => this.types.has(node.type))
      const unknown = [...new Set(piece.nodes.filter((node) => !this.types.has(node.type)).map((node) => node.type))]
      if (known.length > 0) {
        const [ids, changes] = paste(this.doc, { nodes: known, edges: piece.edges }, at, this.types)
        this.do(changes)
        this.select(ids)
      }
      this.notify({ kind: 'pasted', count: known.length, unknown })
      return true
    }
    const words = text.trim()
    const message = this.types.get('message')
    if (words === '' || !message) return false
    const [node, changes] = addNode(this.doc, message, at, { text: words })
    this.do(changes)
    this.select([node.id])
    return true
  }

  duplicate = () => {
    const text = this.copyText()
    const piece = text === null ? null : readPiece(text)
    if (!piece || this.readOnly) return
    const x = Math.min(...piece.nodes.map((node) => node.position.x))
    const y = Math.min(...piece.nodes.map((node) => node.position.y))
    const [ids, changes] = paste(this.doc, piece, { x: x + 40, y: y + 40 }, this.types)
    this.do(changes)
    this.select(ids)
  }

  fix = (issue: Issue) => {
    const fix = fixFor(this.doc, this.types, issue)
    if (fix) this.do(fix.changes)
  }

  // Groups

  /** Puts what is selected into a group; it gets its name from the person. */
  group(name: string) {
    const [id, changes] = gather(this.doc, this.state.selection, name)
    this.do(changes)
    return id
  }

  ungroup = (id: string) => this.do(scatter(this.doc, id))

  renameGroup = (id: string, name: string) => this.do(change(this.doc, id, { name }), `group.${id}`)

  fold = (id: string, folded: boolean) => {
    this.do(change(this.doc, id, { folded }))
    if (folded) this.edit(null)
  }

  /** A step inside a folded group can only be worked on when the group is open. */
  override edit(editing: Editing | null) {
    const hiding = editing && !this.readOnly ? hidingOf(this.doc, editing.node) : null
    if (hiding) this.fold(hiding.id, false)
    super.edit(editing)
  }

  /** The group around everything that is selected, when that is one. */
  get selectedGroup() {
    const [first] = this.state.selection
    const group = first === undefined ? null : groupOf(this.doc, first)
    return group && [...this.state.selection].every((id) => group.nodes.includes(id)) ? group : null
  }
}
