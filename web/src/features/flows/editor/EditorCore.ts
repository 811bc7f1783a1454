import { own } from '~/storage'
import type { Act, FlowsApi, Stats } from '../api'
import type { Say } from '../model/checks'
import { alike, compare } from '../model/diff'
import { type Doc, readDoc, writeDoc } from '../model/doc'
import { apply, type Change, type History, placed, redo, remember, undo } from '../model/history'
import { Saver } from '../model/saving'
import { shelfOf } from '../model/shelf'
import type { FlowDocument, NodeTypes } from '../types'
import { Checker } from './Checker'
import { beginning, type Editing, type EditorState, nothing, type Notice, type Other, type Panel, same, sameEditing, type Trail } from './state'

const checkAfter = 400

/** One open flow: its document, what was done to it, and how it goes to the server. Screens look at it by selectors. */
export class EditorCore {
  protected state: EditorState
  private readonly listeners = new Set<() => void>()
  protected readonly saver: Saver
  private readonly shelf: ReturnType<typeof shelfOf>
  /** Told when another step is looked at. */
  moved: (() => void) | null = null
  /** What was said on the phone beside the canvas; it is still there when the panel comes back. */
  chat: { script: readonly Act[]; begun: string } | null = null
  private readonly checker: Checker

  constructor(
    readonly api: FlowsApi,
    readonly flow: string,
    readonly types: NodeTypes,
    document: FlowDocument,
    etag: string,
    workspace: string,
  ) {
    this.shelf = shelfOf(own(`${workspace}/${flow}`))
    this.saver = new Saver(
      etag,
      (draft, revision) => api.saveDraft(flow, draft, revision),
      this.shelf,
      (save) => this.set({ save }),
      {
        now: () => Date.now(),
        after: (ms, act) => {
          const timer = setTimeout(act, ms)
          return () => clearTimeout(timer)
        },
      },
    )
    this.checker = new Checker(api, flow, types)
    this.state = beginning(readDoc(document), this.saver.state)
    void this.shelf.get().then((kept) => kept && this.comeBack(kept.document, kept.etag, etag))
    this.check(0)
  }

  /** Edits from this device that never reached the server: they go on where they were, or meet what came meanwhile. */
  private comeBack(document: FlowDocument, keptOn: string, etag: string) {
    if (this.state.history.done.length > 0) return
    const doc = readDoc(document)
    if (alike(this.state.doc, doc)) return void this.shelf.clear(keptOn)
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

  protected set(part: Partial<EditorState>) {
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

  protected get readOnly() {
    return this.state.compared !== null
  }

  stop() {
    this.checker.stop()
    this.saver.stop()
  }

  saveNow = () => this.saver.flush()

  /** The page may go and not come back: kept here for sure, and sent if there is time. */
  leave = () => {
    void this.saver.keep()
    void this.saver.flush()
  }

  // What is done to the document

  /** Does it, remembers how to undo it, and lets it be saved. */
  do(changes: readonly Change[], burst?: string) {
    if (changes.length === 0 || this.readOnly) return
    const full = placed(this.state.doc, changes)
    this.after(apply(this.state.doc, full), remember(this.state.history, { changes: full, burst, at: Date.now() }))
  }

  protected after(doc: Doc, history: History, part: Partial<EditorState> = {}) {
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

  meet = (others: readonly Other[]) => this.set({ others })

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
    this.checker.wordTooLong = word
    this.lookAgain()
  }

  private lookAgain() {
    const found = this.checker.look(this.doc, this.state)
    if (found) this.set(found)
  }

  protected check(after: number) {
    this.checker.ask(
      after,
      () => this.document,
      (checking) => {
        this.set({ checking })
        this.lookAgain()
      },
    )
  }
}

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
