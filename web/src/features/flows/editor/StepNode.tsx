import { IconAlertTriangle, IconCircleX, IconDots } from '@tabler/icons-react'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, useContext } from 'react'
import { Avatar, Menu, type MenuEntry } from '~/ui'
import { StepIcon } from '../icons'
import { lengthOf } from '../model/checks'
import { fieldsOf, waysOf } from '../model/nodeTypes'
import type { Field, FlowNode, Issue, NodeType } from '../types'
import { useFlowWords, useSay } from '../words'
import { Changes } from './Changes'
import { useCommands } from './commands'
import { FarContext } from './far'
import { FieldLine } from './FieldLine'
import { plainHandle } from './handles'
import { Count, ItemRows, Out } from './ItemRows'
import { givenName, nameFor, nameKey, useSayExit, useTell } from './names'
import css from './StepNode.module.css'
import { type Other, useEditor, useFlow } from './store'
import { TemplateInput } from './TemplateInput'
import { TemplateText } from './TemplateText'

const noIssues: readonly Issue[] = []

/** Stands for the name of a node among the fields that can be edited in place. */
const heading = '#'

/** A step on the canvas: its words can be changed where they stand, and each way out is a row with a handle. */
export const StepNode = memo(function StepNode(props: NodeProps) {
  const { far, measured } = useContext(FarContext)
  const editing = useFlow((state) => state.editing?.node === props.id)
  return far && !editing && measured.has(props.id) && props.width && props.height ? <Bare {...props} /> : <Whole {...props} />
})

/** A step from far away: as large as it is, with nothing in it that could not be read. Hundreds of these can be moved at once. */
function Bare({ id, selected, width, height }: NodeProps) {
  const editor = useEditor()
  const node = useFlow((state) => state.doc.nodes.get(id))
  const issues = useFlow((state) => state.issuesOf.get(id) ?? noIssues)
  const here = useFlow((state) => state.trail?.at === id)
  const passed = useFlow((state) => state.trail?.nodes.has(id) ?? false)
  const say = useSay()
  const words = useFlowWords()
  if (!node) return null
  const type = editor.types.get(node.type)
  const name = nameFor(node, type, say)
  return (
    <article
      className={`${css.node} ${css.bare}`}
      style={{ width, height }}
      data-selected={selected}
      data-intent={type?.intent}
      data-here={here || undefined}
      data-passed={passed || undefined}
      data-blocks={issues.some((issue) => issue.severity === 'error') || undefined}
      data-testid="step"
      data-type={node.type}
      aria-label={name}
    >
      <h3 className={css.far}>{shortTo(name, 13 * Math.max(1, Math.floor(((height ?? 0) - 20) / 36)))}</h3>
      {here && <span className={css.here}>{words.node.here}</span>}
      <Here id={id} />
      <Others id={id} />
    </article>
  )
}

function Whole({ id, selected }: NodeProps) {
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
      {here && <span className={css.here}>{words.node.here}</span>}
      {type ? <Body node={node} type={type} name={name} /> : <p className={css.unknown}>{words.node.unknownHint(node.type)}</p>}
      {difference === 'changed' && <Changes id={id} />}
      {issues.length > 0 && !difference && (
        <p className={css.issue} data-severity={blocks ? 'error' : 'warning'} title={issues.map(tell).join('\n')}>
          {blocks ? <IconCircleX size={14} aria-label={words.node.blocks} /> : <IconAlertTriangle size={14} aria-label={words.node.warning} />}
          <span>{tell(issues[0]!)}</span>
        </p>
      )}
      <Here id={id} />
      <Others id={id} />
    </article>
  )
}

function Head({ node, type, name }: { node: FlowNode; type: NodeType | undefined; name: string }) {
  const editor = useEditor()
  const words = useFlowWords()
  const commands = useCommands()
  const naming = useFlow((state) => state.editing?.node === node.id && state.editing.field === heading)
  const several = useFlow((state) => (state.selection.has(node.id) ? state.selection.size : 0))
  const entries: MenuEntry[] = [
    { type: 'item', label: words.node.settings, onSelect: () => act(() => editor.open('settings')) },
    { type: 'item', label: words.list.rename, onSelect: () => editor.edit({ node: node.id, field: heading }) },
    ...(type && type.exits.length > 0 ? [{ type: 'item' as const, label: words.node.connect, onSelect: () => act(commands.connect) }] : []),
    ...(several > 1 ? [{ type: 'item' as const, label: words.group.gather(several), onSelect: () => void editor.group('') }] : []),
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
      onClick={() => editor.edit({ node: node.id, field: field.name })}
    >
      <span className="sr-only">{say(field.label)}: </span>
      {text ? <TemplateText text={text} /> : field.required || field.name === 'text' ? words.node.addText : say(field.label)}
      {near && <Count has={has} most={field.max!} />}
    </button>
  )
}

/** How many people stand at this node now, while the traffic is shown. */
function Here({ id }: { id: string }) {
  const words = useFlowWords()
  const here = useFlow((state) => state.traffic?.nodes.find((each) => each.nodeId === id)?.here ?? 0)
  return here > 0 ? <span className={css.people}>{words.list.people(here)}</span> : null
}

/** Who else is at this step. */
function Others({ id }: { id: string }) {
  const words = useFlowWords()
  const others = useFlow((state) => (state.others.length === 0 ? nobody : state.others.filter((one) => one.node === id)), sameOthers)
  const say = useSay()
  const editor = useEditor()
  if (others.length === 0) return null
  const node = editor.doc.nodes.get(id)
  return (
    <span className={css.others} data-testid="others-here">
      {others.slice(0, 3).map((one) => (
        <span key={one.id} title={words.presence.at(one.name, node ? nameFor(node, editor.types.get(node.type), say) : '')}>
          <Avatar name={one.name} size={22} />
          {one.name}
        </span>
      ))}
    </span>
  )
}

const shortTo = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1).trimEnd()}…` : name)

const nobody: readonly Other[] = []
const sameOthers = (a: readonly Other[], b: readonly Other[]) => a.length === b.length && a.every((one, i) => one.id === b[i]!.id && one.name === b[i]!.name)
