import { createContext, useContext, useRef, useSyncExternalStore } from 'react'
import type { FlowsApi, Stats } from '../api'
import { overlong, type Say } from '../model/checks'
import { copy, paste, readPiece } from '../model/clipboard'
import { compare, type Diff, isEmpty } from '../model/diff'
import { type Doc, edgeAt, readDoc, writeDoc } from '../model/doc'
import { addNode, connect, freeWay, insert, moveNodes, placeAfter, type Point, refusal, type Refusal, remove, reroute, setData } from '../model/edits'
import { fixFor } from '../model/fixes'
import { apply, type Change, type History, noHistory, placed, redo, remember, undo } from '../model/history'
import { Saver, type SaveState } from '../model/saving'
import { shelfOf } from '../model/shelf'
import type { FlowDocument, Issue, NodeTypes } from '../types'

/** Which part of which node is being edited in place. */
export interface Editing {
  node: string
  field: string
  item?: number
}

export type Panel = 'settings' | 'try' | 'history' | null

export type Notice =
  | { kind: 'deleted'; count: number }
  | { kind: 'cableDeleted' }
  | { kind: 'copied'; count: number }
  | { kind: 'pasted'; count: number; unknown: string[] }
  | { kind: 'refused'; why: Refusal; source: string; handle: string | null }
  | { kind: 'noClipboard' }
  | { kind: 'published'; version: number }
  | { kind: 'restored'; version: number }
  | { kind: 'found' }

/** What a trial run shows on the canvas. */
export interface Trail {
  at: string | null
  nodes: ReadonlySet<string>
  edges: ReadonlySet<string>
}

export interface EditorState {
  doc: Doc
  history: History
  selection: ReadonlySet<string>
  edges: ReadonlySet<string>
  editing: Editing | null
  issues: readonly Issue[]
  issuesOf: ReadonlyMap<string, readonly Issue[]>
  checking: 'yes' | 'no' | 'failed'
  save: SaveState
  panel: Panel
  notice: { at: number; what: Notice } | null
  trail: Trail | null
  /** An older version shown against the draft. */
  compared: { version: number; doc: Doc; diff: Diff } | null
  traffic: Stats | null
  /** The node that was added last. */
  fresh: string | null
}

const nothing: ReadonlySet<string> = new Set()
const checkAfter = 400

/** One open flow: its document, what was done to it, and how it goes to the server. Screens look at it by selectors. */
export class Editor {
  private state: EditorState
  private readonly listeners = new Set<() => void>()
  private readonly saver: Saver
  private checkTimer: ReturnType<typeof setTimeout> | undefined
  private checks = 0
  private serverIssues: readonly Issue[] = []
  private wordTooLong: Say = () => ''

  constructor(
    readonly api: FlowsApi,
    readonly flow: string,
    readonly types: NodeTypes,
    document: FlowDocument,
    etag: string,
    workspace: string,
  ) {
    const shelf = shelfOf(`${workspace}/${flow}`)
    this.saver = new Saver(
      etag,
      (draft, revision) => api.saveDraft(flow, draft, revision),
      shelf,
      (save) => this.set({ save }),
      {
        now: () => Date.now(),
        after: (ms, act) => {
          const timer = setTimeout(act, ms)
          return () => clearTimeout(timer)
        },
      },
    )
    this.state = {
      doc: readDoc(document),
      history: noHistory,
      selection: nothing,
      edges: nothing,
      editing: null,
      issues: [],
      issuesOf: new Map(),
      checking: 'no',
      save: this.saver.state,
      panel: null,
      notice: null,
      trail: null,
      compared: null,
      traffic: null,
      fresh: null,
    }
    void shelf.get().then((kept) => kept && this.comeBack(kept.document, kept.etag, etag))
    this.check(0)
  }

  /** Edits from this device that never reached the server: they go on where they were, or meet what came meanwhile. */
  private comeBack(document: FlowDocument, keptOn: string, etag: string) {
    if (this.state.history.done.length > 0) return
    const doc = readDoc(document)
    const diff = compare(this.state.doc, doc)
    if (isEmpty(diff) && diff.edges.size === 0) return
    const theirs = writeDoc(this.state.doc)
    this.set({ doc })
    this.check(0)
    if (keptOn === etag) {
      this.notify({ kind: 'found' })
      this.saver.edit(document)
    } else {
      this.saver.meet({ theirs, etag })
      this.saver.edit(document)
    }
  }

  snapshot = () => this.state

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private set(part: Partial<EditorState>) {
    this.state = { ...this.state, ...part }
    this.listeners.forEach((listener) => listener())
  }

  get doc() {
    return this.state.doc
  }

  get document() {
    return writeDoc(this.state.doc)
  }

  get revision() {
    return this.saver.revision
  }

  get dirty() {
    return this.saver.dirty
  }

  private get readOnly() {
    return this.state.compared !== null
  }

  stop() {
    clearTimeout(this.checkTimer)
    this.saver.stop()
  }

  saveNow = () => this.saver.flush()

  // What is done to the document

  /** Does it, remembers how to undo it, and lets it be saved. */
  do(changes: readonly Change[], burst?: string) {
    if (changes.length === 0 || this.readOnly) return
    const full = placed(this.state.doc, changes)
    this.after(apply(this.state.doc, full), remember(this.state.history, { changes: full, burst, at: Date.now() }))
  }

  private after(doc: Doc, history: History, part: Partial<EditorState> = {}) {
    const exists = (id: string) => doc.nodes.has(id)
    const selection = [...this.state.selection].every(exists) ? this.state.selection : new Set([...this.state.selection].filter(exists))
    const edges = [...this.state.edges].every((id) => doc.edges.has(id)) ? this.state.edges : nothing
    const editing = this.state.editing && exists(this.state.editing.node) ? this.state.editing : null
    this.set({ doc, history, selection, edges, editing, ...part })
    this.lookAgain()
    this.saver.edit(writeDoc(doc))
    this.check(checkAfter)
  }

  undo = () => {
    const back = this.readOnly ? null : undo(this.state.doc, this.state.history)
    if (back) this.after(...back)
  }

  redo = () => {
    const on = this.readOnly ? null : redo(this.state.doc, this.state.history)
    if (on) this.after(...on)
  }

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

  // What is looked at

  select(nodes: Iterable<string>, edges: Iterable<string> = []) {
    const selection = new Set(nodes)
    const chosen = new Set(edges)
    if (same(selection, this.state.selection) && same(chosen, this.state.edges)) return
    const { editing } = this.state
    this.set({ selection, edges: chosen, editing: editing && selection.has(editing.node) && selection.size === 1 ? editing : null })
  }

  edit(editing: Editing | null) {
    if (this.readOnly) return
    if (editing === null ? this.state.editing === null : sameEditing(editing, this.state.editing)) return
    if (editing) this.select([editing.node])
    this.set({ editing })
  }

  open(panel: Panel) {
    if (panel === this.state.panel) return
    this.set({ panel, trail: panel === 'try' ? this.state.trail : null, compared: panel === 'history' ? this.state.compared : null })
  }

  toggle = (panel: Exclude<Panel, null>) => this.open(this.state.panel === panel ? null : panel)

  notify = (what: Notice) => this.set({ notice: { at: Date.now(), what } })

  dismiss = () => this.set({ notice: null })

  showTrail = (trail: Trail | null) => this.set({ trail })

  compareWith(version: number | null, document?: FlowDocument) {
    if (version === null || !document) return this.set({ compared: null })
    const doc = readDoc(document)
    this.set({ compared: { version, doc, diff: compare(doc, this.state.doc) }, editing: null, selection: nothing, edges: nothing })
  }

  showTraffic = (traffic: Stats | null) => this.set({ traffic })

  /** Takes a version back as the draft. It is a step like others: undo brings the draft back. */
  restore(version: number) {
    const { compared } = this.state
    if (compared?.version !== version) return
    this.set({ compared: null, panel: null })
    this.do(replacing(this.state.doc, compared.doc))
    this.notify({ kind: 'restored', version })
  }

  /** Ends a conflict: this draft on top of theirs, or theirs; mine can be had back with undo. */
  async settle(keepMine: boolean) {
    const { save } = this.state
    if (save.is !== 'conflict') return
    if (keepMine) return this.saver.settle(this.document)
    const theirs = readDoc(save.theirs)
    const changes = placed(this.state.doc, replacing(this.state.doc, theirs))
    await this.saver.settle(null)
    this.set({ doc: apply(this.state.doc, changes), history: remember(this.state.history, { changes, at: Date.now() }), editing: null })
    this.check(0)
  }

  // What is wrong

  /** The language in which limits are told. */
  wordLimits(word: Say) {
    this.wordTooLong = word
    this.lookAgain()
  }

  private lookAgain() {
    const local = overlong(this.doc, this.types, (...args) => this.wordTooLong(...args))
    const known = new Set(local.map(keyOf))
    const there = (id: string | null) => id === null || this.doc.nodes.has(id) || this.doc.edges.has(id)
    const issues = [...local, ...this.serverIssues.filter((issue) => !known.has(keyOf(issue)) && there(issue.elementId))]
    issues.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
    if (issues.length === 0 && this.state.issues.length === 0) return
    const issuesOf = new Map<string, Issue[]>()
    for (const issue of issues) {
      if (issue.elementId === null) continue
      const old = issuesOf.get(issue.elementId)
      if (old) old.push(issue)
      else issuesOf.set(issue.elementId, [issue])
    }
    for (const [id, list] of issuesOf) {
      const before = this.state.issuesOf.get(id)
      if (before && before.length === list.length && before.every((each, i) => each.text === list[i]!.text)) issuesOf.set(id, before as Issue[])
    }
    this.set({ issues, issuesOf })
  }

  private check(after: number) {
    clearTimeout(this.checkTimer)
    const run = ++this.checks
    this.checkTimer = setTimeout(() => {
      this.set({ checking: 'yes' })
      this.api.validate(this.flow, this.document).then(
        (issues) => {
          if (run !== this.checks) return
          this.serverIssues = issues
          this.set({ checking: 'no' })
          this.lookAgain()
        },
        () => run === this.checks && this.set({ checking: 'failed' }),
      )
    }, after)
  }

  fix = (issue: Issue) => {
    const fix = fixFor(this.doc, this.types, issue)
    if (fix) this.do(fix.changes)
  }
}

const keyOf = (issue: Issue) => `${issue.elementId} ${issue.field} ${issue.code}`

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((each) => b.has(each))

const sameEditing = (a: Editing, b: Editing | null) => b !== null && a.node === b.node && a.field === b.field && a.item === b.item

/** The changes that turn one document into another. */
function replacing(from: Doc, to: Doc): Change[] {
  return [
    ...[...from.edges.values()].map((edge): Change => ({ kind: 'edge', id: edge.id, before: edge, after: null })),
    ...[...from.nodes.values()].map((node): Change => ({ kind: 'node', id: node.id, before: node, after: null })),
    ...[...to.nodes.values()].map((node): Change => ({ kind: 'node', id: node.id, before: null, after: node })),
    ...[...to.edges.values()].map((edge): Change => ({ kind: 'edge', id: edge.id, before: null, after: edge })),
    { kind: 'rest', before: from.rest, after: to.rest },
  ]
}

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('No flow is open here')
  return editor
}

/** A part of the open flow. The part must keep its identity when unchanged, or be the same by `same`. */
export function useFlow<T>(select: (state: EditorState) => T, same?: (a: T, b: T) => boolean): T {
  const editor = useEditor()
  const last = useRef<{ value: T } | null>(null)
  return useSyncExternalStore(editor.subscribe, () => {
    const value = select(editor.snapshot())
    if (last.current && same?.(last.current.value, value)) return last.current.value
    last.current = { value }
    return value
  })
}
