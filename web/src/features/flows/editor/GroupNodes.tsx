import { IconChevronDown, IconChevronRight, IconDots, IconStack2 } from '@tabler/icons-react'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, useMemo, useState } from 'react'
import { Menu, type MenuEntry } from '~/ui'
import { exitsOf, type Group, groupsOf } from '../model/groups'
import { waysOf } from '../model/nodeTypes'
import { useFlowWords } from '../words'
import { groupIn } from './drawing'
import css from './GroupNodes.module.css'
import { toHandle } from './handles'
import { useNameOf, useSayExit } from './names'
import step from './StepNode.module.css'
import { useEditor, useFlow } from './store'

const useGroup = (id: string) => useFlow((state) => groupsOf(state.doc).find((group) => group.id === groupIn(id)))

/** A folded group: one card for many steps, with the ways that lead out of it. */
export const GroupCard = memo(function GroupCard({ id, selected }: NodeProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const nameOf = useNameOf()
  const sayExit = useSayExit()
  const group = useGroup(id)
  const doc = useFlow((state) => state.doc)
  const issues = useFlow((state) => group?.nodes.reduce((sum, node) => sum + (state.issuesOf.get(node)?.length ?? 0), 0) ?? 0)
  const here = useFlow((state) => group !== undefined && state.trail?.at != null && group.nodes.includes(state.trail.at))
  const people = useFlow((state) => state.traffic?.nodes.reduce((sum, node) => sum + (group?.nodes.includes(node.nodeId) ? node.here : 0), 0) ?? 0)
  const exits = useMemo(() => (group ? exitsOf(doc, group) : []), [doc, group])
  if (!group) return null
  const name = group.name || words.group.untitled
  const label = (node: string, handle: string | null) => {
    const it = doc.nodes.get(node)
    const way = it && waysOf(editor.types.get(it.type), it.data, sayExit(it)).find((each) => each.handle === handle)
    return way && way.handle !== null ? `${nameOf(node)} · ${way.label}` : nameOf(node)
  }
  return (
    <article className={css.card} data-selected={selected} data-here={here || undefined} data-testid="group" aria-label={words.group.label(name, group.nodes.length)}>
      <Handle type="target" position={Position.Left} id="in" className={step.in} role="img" aria-label={words.node.entry(name)} />
      <Head group={group} name={name} />
      <p className={css.count}>
        {words.list.steps(group.nodes.length)}
        {people > 0 && <span> · {words.list.people(people)}</span>}
        {issues > 0 && <b> · {words.editor.issues(issues)}</b>}
      </p>
      {exits.length > 0 && (
        <footer className={css.exits}>
          {exits.map((exit) => (
            <div key={exit.edge.id} className={css.exit}>
              <span>{label(exit.node, exit.handle)}</span>
              <Handle type="source" position={Position.Right} id={`${exit.node}|${toHandle(exit.handle)}`} className={step.out} role="img" aria-label={words.node.handle(label(exit.node, exit.handle), name)} />
            </div>
          ))}
        </footer>
      )}
    </article>
  )
})

/** The frame of an open group, behind its steps; by its head all of them are moved. */
export const GroupFrame = memo(function GroupFrame({ id }: NodeProps) {
  const words = useFlowWords()
  const group = useGroup(id)
  if (!group) return null
  return (
    <section className={css.frame} data-testid="group-frame" aria-label={words.group.label(group.name || words.group.untitled, group.nodes.length)}>
      <Head group={group} name={group.name || words.group.untitled} />
    </section>
  )
})

function Head({ group, name }: { group: Group; name: string }) {
  const editor = useEditor()
  const words = useFlowWords()
  const [naming, setNaming] = useState(false)
  const entries: MenuEntry[] = [
    { type: 'item', label: group.folded ? words.group.open : words.group.fold, onSelect: () => editor.fold(group.id, !group.folded) },
    { type: 'item', label: words.list.rename, onSelect: () => setNaming(true) },
    { type: 'item', label: words.group.select, onSelect: () => editor.select(group.nodes) },
    { type: 'item', label: words.group.ungroup, onSelect: () => editor.ungroup(group.id) },
  ]
  return (
    <header className={css.head} data-frame onDoubleClick={() => setNaming(true)}>
      <button type="button" className={`${css.button} nodrag`} aria-expanded={!group.folded} aria-label={group.folded ? words.group.open : words.group.fold} onClick={() => editor.fold(group.id, !group.folded)}>
        {group.folded ? <IconChevronRight size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      </button>
      <IconStack2 size={16} aria-hidden />
      {naming ? (
        <input
          className={`${css.name} nodrag`}
          aria-label={words.group.name}
          autoFocus
          maxLength={80}
          value={group.name}
          placeholder={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => editor.renameGroup(group.id, event.target.value)}
          onBlur={() => setNaming(false)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return
            event.stopPropagation()
            setNaming(false)
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
            <button type="button" className={css.button} aria-label={words.node.menu(name)}>
              <IconDots size={16} aria-hidden />
            </button>
          }
        />
      </span>
    </header>
  )
}
