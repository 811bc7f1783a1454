import type { Stats } from '../api'
import type { Diff } from '../model/diff'
import type { Doc } from '../model/doc'
import type { Refusal } from '../model/edits'
import { type History, noHistory } from '../model/history'
import type { SaveState } from '../model/saving'
import type { Issue } from '../types'

/** Which part of which node is being edited in place. */
export interface Editing {
  node: string
  field: string
  item?: number
}

export type Panel = 'settings' | 'try' | 'tests' | 'history' | null

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
  | { kind: 'kept'; name: string }
  | { kind: 'noPicture' }

/** What a trial run shows on the canvas. */
export interface Trail {
  at: string | null
  nodes: ReadonlySet<string>
  edges: ReadonlySet<string>
}

/** Somebody else who has the flow open. */
export interface Other {
  id: string
  name: string
  node: string | null
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
  /** Who else has the flow open, and at which node. */
  others: readonly Other[]
}

export const nothing: ReadonlySet<string> = new Set()

/** How an editor begins. */
export const beginning = (doc: Doc, save: SaveState): EditorState => ({
  doc,
  history: noHistory,
  selection: nothing,
  edges: nothing,
  editing: null,
  issues: [],
  issuesOf: new Map(),
  checking: 'no',
  save,
  panel: null,
  notice: null,
  trail: null,
  compared: null,
  traffic: null,
  fresh: null,
  others: [],
})

export const same = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((each) => b.has(each))

export const sameEditing = (a: Editing, b: Editing | null) => b !== null && a.node === b.node && a.field === b.field && a.item === b.item
