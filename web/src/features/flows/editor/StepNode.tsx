import { IconAlertTriangle, IconCircleX, IconDots, IconGripVertical, IconPlus, IconX } from '@tabler/icons-react'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { type KeyboardEvent, memo, useState } from 'react'
import { Menu, type MenuEntry } from '~/ui'
import { StepIcon } from '../icons'
import { lengthOf, mostLabel } from '../model/checks'
import { freshItemId } from '../model/edits'
import { fieldsOf, type Item, itemsOf, type Way, waysOf } from '../model/nodeTypes'
import type { Field, FlowNode, Issue, NodeType } from '../types'
import { useFlowWords, useSay } from '../words'
import { FieldLine } from './FieldLine'
import { givenName, hintOf, nameFor, nameKey, useSayExit, useTell } from './names'
import { useCommands } from './commands'
import css from './StepNode.module.css'
import { useEditor, useFlow } from './store'
import { TemplateInput } from './TemplateInput'
import { TemplateText } from './TemplateText'

/** React Flow wants a name for every handle; this one stands for the way without a name. */
export const plainHandle = '~'
export const toHandle = (handle: string | null | undefined) => handle ?? plainHandle
export const fromHandle = (handle: string | null | undefined) => (!handle || handle === plainHandle ? null : handle)

const noIssues: readonly Issue[] = []

/** Stands for the name of a node among the fields that can be edited in place. */
const heading = '#'

/** A step on the canvas: its words can be changed where they stand, and each way out is a row with a handle. */
export const StepNode = memo(function StepNode({ id, selected }: NodeProps) {
  const editor = useEditor()
  const node = useFlow((state) => state.doc.nodes.get(id) ?? state.compared?.doc.nodes.get(id))
  const issues = useFlow((state) => state.issuesOf.get(id) ?? noIssues)
  const here = useFlow((state) => state.trail?.at === id)
  const passed = useFlow((state) => state.trail?.nodes.has(id) ?? false)
  const difference = useFlow((state) => state.compared?.diff.nodes.get(id))
  const say = useSay()
  const words = useFlowWords()
  const tell = useTell()
  if (!node) return null
  const type = editor.types.get(node.type)
  const name = nameFor(node, type, say)
  const blocks = issues.some((issue) => issue.severity === 'error')

  return (
    <article
      className={css.node}
      data-selected={selected}
      data-intent={type?.intent}
      data-here={here || undefined}
      data-passed={passed || undefined}
      data-difference={difference}
      data-testid="step"
      data-type={node.type}
      aria-label={name}
    >
      {type && !type.entry && <Handle type="target" position={Position.Left} id="in" className={css.in} role="img" aria-label={words.node.entry(name)} />}
      <Head node={node} type={type} name={name} />
      {difference && <span className={css.mark}>{`${difference === 'added' ? '+' : difference === 'removed' ? '−' : '±'} ${words.history[difference]}`}</span>}
      {here && <span className={css.here} data-keep>{words.node.here}</span>}
      {type ? <Body node={node} type={type} name={name} /> : <p className={css.unknown}>{words.node.unknownHint(node.type)}</p>}
      {difference === 'changed' && <Changes id={id} />}
      {issues.length > 0 && !difference && (
        <p className={css.issue} data-severity={blocks ? 'error' : 'warning'} title={issues.map(tell).join('\n')}>
          {blocks ? <IconCircleX size={14} aria-label={words.node.blocks} /> : <IconAlertTriangle size={14} aria-label={words.node.warning} />}
          <span>{tell(issues[0]!)}</span>
        </p>
      )}
      <Here id={id} />
    </article>
  )
})

function Head({ node, type, name }: { node: FlowNode; type: NodeType | undefined; name: string }) {
  const editor = useEditor()
  const words = useFlowWords()
  const commands = useCommands()
  const naming = useFlow((state) => state.editing?.node === node.id && state.editing.field === heading)
  const entries: MenuEntry[] = [
    { type: 'item', label: words.node.settings, onSelect: () => act(() => editor.open('settings')) },
    { type: 'item', label: words.list.rename, onSelect: () => editor.edit({ node: node.id, field: heading }) },
    ...(type && type.exits.length > 0 ? [{ type: 'item' as const, label: words.node.connect, onSelect: () => act(commands.connect) }] : []),
    { type: 'item', label: words.node.duplicate, onSelect: () => act(editor.duplicate) },
    { type: 'item', label: words.node.delete, onSelect: () => act(editor.removeSelected) },
  ]
  const act = (what: () => void) => {
    editor.select([node.id])
    what()
  }
  return (
    <header className={css.head} onDoubleClick={() => editor.edit({ node: node.id, field: heading })}>
      <span className={css.icon}>
        <StepIcon name={type?.icon} />
      </span>
      {naming ? (
        <input
          className={`${css.name} nodrag`}
          aria-label={words.inspector.name}
          autoFocus
          maxLength={100}
          value={givenName(node, type)}
          placeholder={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => editor.setField(node.id, nameKey(type), event.target.value || undefined)}
          onBlur={() => editor.edit(null)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'Escape') {
              event.stopPropagation()
              editor.edit(null)
            }
          }}
        />
      ) : (
        <h3 className={css.title}>{name}</h3>
      )}
      <span className="nodrag">
        <Menu
          side="bottom-end"
          entries={entries}
          target={
            <button type="button" className={css.menu} aria-label={words.node.menu(name)}>
              <IconDots size={16} aria-hidden />
            </button>
          }
        />
      </span>
    </header>
  )
}

function Body({ node, type, name }: { node: FlowNode; type: NodeType; name: string }) {
  const sayExit = useSayExit()
  const shown = fieldsOf(type, node.data).filter((field) => field.onNode && !['options', 'branches', 'shares'].includes(field.kind))
  const list = type.fields.find((field) => field.onNode && ['options', 'branches', 'shares'].includes(field.kind))
  const ways = waysOf(type, node.data, sayExit(node))
  const rows = ways.filter((way) => way.item)
  const plain = ways.filter((way) => !way.item && !way.aside)
  const aside = ways.filter((way) => way.aside)
  const single = plain.length === 1 && plain[0]!.handle === null
  return (
    <>
      <div className={css.body}>
        {shown.map((field) => (
          <FieldOnNode key={field.name} node={node} field={field} />
        ))}
        {list && <ItemRows node={node} field={list} ways={rows} name={name} />}
      </div>
      {(plain.length > 0 || aside.length > 0) && (
        <footer className={css.exits} data-single={single || undefined}>
          {[...plain, ...aside].map((way) => (
            <div key={way.handle ?? plainHandle} className={css.exit} data-aside={way.aside || undefined}>
              <span>{way.label}</span>
              <Out way={way} name={name} />
            </div>
          ))}
        </footer>
      )}
    </>
  )
}

function Out({ way, name }: { way: Way; name: string }) {
  const words = useFlowWords()
  return <Handle type="source" position={Position.Right} id={toHandle(way.handle)} className={css.out} data-testid="way" role="img" aria-label={words.node.handle(way.label, name)} />
}

/** A field where it stands; only the one that is being edited has a control, all others are plain text. */
function FieldOnNode({ node, field }: { node: FlowNode; field: Field }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const editing = useFlow((state) => state.editing?.node === node.id && state.editing.field === field.name)
  const value = node.data[field.name]
  if (field.kind !== 'longTemplate' && field.kind !== 'longText') return <FieldLine node={node} field={field} />

  const text = typeof value === 'string' ? value : value == null ? '' : String(value)
  const has = lengthOf(text)
  const near = field.max != null && has > field.max * 0.8
  if (editing)
    return (
      <div className={css.editing}>
        <TemplateInput
          node={node.id}
          label={say(field.label)}
          value={text}
          rows={2}
          autoFocus
          placeholder={field.kind === 'longText' ? words.node.addNote : words.node.addText}
          onChange={(next) => editor.setField(node.id, field.name, next)}
          onDone={() => editor.edit(null)}
          testId="text-input"
        />
        {near && <Count has={has} most={field.max!} />}
      </div>
    )
  return (
    <button
      type="button"
      className={`${css.text} nodrag`}
      data-empty={text === '' || undefined}
      data-field={field.name}
      aria-label={`${say(field.label)}: ${text || words.node.empty}`}
      onClick={() => editor.edit({ node: node.id, field: field.name })}
    >
      {text ? <TemplateText text={text} /> : field.required || field.name === 'text' ? words.node.addText : say(field.label)}
      {near && <Count has={has} most={field.max!} />}
    </button>
  )
}

function Count({ has, most }: { has: number; most: number }) {
  const words = useFlowWords()
  return (
    <span className={css.count} data-over={has > most || undefined}>
      {words.inspector.of(has, most)}
    </span>
  )
}

/** The things to choose, or the ways to go: a row and a handle each. Their ids stay when they are renamed or moved. */
function ItemRows({ node, field, ways, name }: { node: FlowNode; field: Field; ways: readonly Way[]; name: string }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const at = useFlow((state) => (state.editing?.node === node.id && state.editing.field === field.name ? (state.editing.item ?? null) : null))
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const items = itemsOf(node.data, field.name)
  const most = mostLabel(field, items.length)
  const full = field.max != null && items.length >= field.max
  const put = (next: readonly Item[]) => editor.setFields(node.id, { [field.name]: next })
  const edit = (item: number) => editor.edit({ node: node.id, field: field.name, item })
  const insertAt = (index: number) => {
    if (full) return
    put(items.toSpliced(index, 0, { id: freshItemId(), label: '', ...(field.kind === 'branches' ? { rules: [{ value: 'input', operator: 'equals', argument: '' }] } : field.kind === 'shares' ? { weight: 50 } : {}) }))
    edit(index)
  }
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return
    const next = [...items]
    next.splice(to, 0, ...next.splice(from, 1))
    put(next)
  }
  const keys = (event: KeyboardEvent, index: number) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      insertAt(index + 1)
    } else if (event.key === 'Backspace' && items[index]?.label === '' && items.length > 1) {
      event.preventDefault()
      put(items.toSpliced(index, 1))
      edit(Math.max(0, index - 1))
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      event.stopPropagation()
      const to = index + (event.key === 'ArrowUp' ? -1 : 1)
      move(index, to)
      if (to >= 0 && to < items.length) edit(to)
    }
  }

  if (field.kind === 'branches' && items.length === 0) return null
  return (
    <div className={css.items}>
      {items.map((item, index) => (
        <div
          key={item.id}
          className={css.item}
          data-over={over === index || undefined}
          onDragOver={(event) => {
            if (dragged === null) return
            event.preventDefault()
            setOver(index)
          }}
          onDrop={(event) => {
            event.preventDefault()
            event.stopPropagation()
            if (dragged !== null) move(dragged, index)
            setOver(null)
          }}
        >
          <span
            className={`${css.grip} nodrag`}
            draggable
            aria-hidden="true"
            title={words.node.drag}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              event.dataTransfer.setData('text/x-item', String(index))
              setDragged(index)
            }}
            onDragEnd={() => {
              setDragged(null)
              setOver(null)
            }}
          >
            <IconGripVertical size={12} aria-hidden />
          </span>
          {at === index ? (
            <TemplateInput
              node={node.id}
              single
              autoFocus
              label={words.node.option(index + 1)}
              value={item.label}
              className={css.itemInput}
              placeholder={words.node.option(index + 1)}
              onChange={(label) => editor.setField(node.id, field.name, items.with(index, { ...item, label }))}
              onKey={(event) => keys(event, index)}
              onDone={() => editor.edit(null)}
              testId="item-input"
            />
          ) : (
            <button type="button" className={`${css.itemLabel} nodrag`} data-empty={item.label === '' || undefined} onClick={() => edit(index)}>
              {item.label ? <TemplateText text={item.label} /> : words.node.option(index + 1)}
              {field.kind === 'shares' && <small>{percent(items, index)}</small>}
            </button>
          )}
          {most !== null && lengthOf(item.label) > most * 0.8 && <Count has={lengthOf(item.label)} most={most} />}
          {at === index && items.length > 1 && (
            <button
              type="button"
              className={`${css.itemRemove} nodrag`}
              aria-label={words.node.removeItem(item.label || words.node.option(index + 1))}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => put(items.toSpliced(index, 1))}
            >
              <IconX size={12} aria-hidden />
            </button>
          )}
          {ways[index] && <Out way={ways[index]} name={name} />}
        </div>
      ))}
      {!full && (
        <button type="button" className={`${css.add} nodrag`} onClick={() => insertAt(items.length)}>
          <IconPlus size={13} aria-hidden /> {field.kind === 'options' ? words.node.addOption : words.node.addWay}
        </button>
      )}
      {field.kind === 'options' && items.length > 3 && <p className={css.hint}>{full ? words.node.tooMany : words.node.asList}</p>}
      <span className="sr-only">{say(field.label)}</span>
    </div>
  )
}

function percent(items: readonly Item[], index: number) {
  const weights = items.map((item) => Math.max(0, Number(item.weight) || 0))
  const sum = weights.reduce((a, b) => a + b, 0)
  return sum === 0 ? '–' : `${Math.round((weights[index]! / sum) * 100)} %`
}

/** What stood there before, under what stands there now. */
function Changes({ id }: { id: string }) {
  const words = useFlowWords()
  const say = useSay()
  const editor = useEditor()
  const fields = useFlow((state) => state.compared?.diff.fields.get(id))
  const type = editor.types.get(editor.doc.nodes.get(id)?.type ?? '')
  return (
    <dl className={css.changes}>
      {fields?.slice(0, 4).map((change) => {
        const described = type?.fields.find((field) => field.name === change.field)
        return (
          <div key={change.field}>
            <dt>
              {described ? say(described.label) : change.field} {words.history.was}
            </dt>
            <dd>{shownValue(change.before) || words.node.empty}</dd>
          </div>
        )
      })}
    </dl>
  )
}

export function shownValue(value: unknown): string {
  if (value == null) return ''
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' && each ? String((each as Item).label ?? JSON.stringify(each)) : String(each))).join(' · ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** How many people stand at this node now, while the traffic is shown. */
function Here({ id }: { id: string }) {
  const words = useFlowWords()
  const here = useFlow((state) => state.traffic?.nodes.find((each) => each.nodeId === id)?.here ?? 0)
  return here > 0 ? <span className={css.people} data-keep>{words.list.people(here)}</span> : null
}

/** A note for people; it never runs. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const node = useFlow((state) => state.doc.nodes.get(id) ?? state.compared?.doc.nodes.get(id))
  const editing = useFlow((state) => state.editing?.node === id && state.editing.field === 'text')
  if (!node) return null
  const text = String(node.data.text ?? '')
  return (
    <article className={css.note} data-selected={selected} data-testid="step" data-type="note" aria-label={hintOf(node) || words.palette.intent.canvas}>
      {editing ? (
        <textarea
          className={`${css.noteInput} nodrag nopan nowheel`}
          autoFocus
          value={text}
          aria-label={words.node.addNote}
          placeholder={words.node.addNote}
          onChange={(event) => editor.setField(id, 'text', event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            editor.edit(null)
          }}
        />
      ) : (
        <p onDoubleClick={() => editor.edit({ node: id, field: 'text' })}>{text || words.node.addNote}</p>
      )}
    </article>
  )
})

