/** What the flow endpoints speak. */

export interface Wording {
  en: string
  es: string
}

export type NodeIntent = 'start' | 'send' | 'ask' | 'decide' | 'do' | 'end' | 'canvas'

export type FieldKind =
  | 'text'
  | 'template'
  | 'longTemplate'
  | 'longText'
  | 'json'
  | 'expression'
  | 'number'
  | 'duration'
  | 'flag'
  | 'choice'
  | 'words'
  | 'map'
  | 'variable'
  | 'node'
  | 'flow'
  | 'messageTemplate'
  | 'options'
  | 'branches'
  | 'shares'
  | 'rules'

export interface FieldCondition {
  field: string
  is: readonly string[]
}

export interface Field {
  name: string
  kind: FieldKind
  label: Wording
  hint?: Wording | null
  usual?: string | null
  min?: number | null
  max?: number | null
  maxLabel?: number | null
  required: boolean
  onNode: boolean
  choices?: readonly { value: string; label: Wording }[] | null
  when?: FieldCondition | null
}

export interface Exit {
  handle: string | null
  label: Wording
  each?: string | null
  when?: FieldCondition | null
  aside: boolean
}

/** A type of node as the server describes it. */
export interface NodeType {
  type: string
  intent: NodeIntent
  icon: string
  label: Wording
  hint: Wording
  fields: readonly Field[]
  exits: readonly Exit[]
  sample: Data
  entry: boolean
  search?: Wording | null
}

export type NodeTypes = ReadonlyMap<string, NodeType>

export type Data = Readonly<Record<string, unknown>>

export interface FlowNode {
  readonly id: string
  readonly type: string
  readonly position: { readonly x: number; readonly y: number }
  readonly data: Data
  readonly [more: string]: unknown
}

export interface FlowEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly sourceHandle?: string | null
  readonly [more: string]: unknown
}

export interface FlowDocument {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  readonly settings?: Data
  readonly [more: string]: unknown
}

export interface Issue {
  code: string
  severity: 'error' | 'warning'
  elementId: string | null
  field: string | null
  text: string
}
