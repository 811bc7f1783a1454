import { IconChevronDown, IconCornerDownRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { memo, useMemo, useState } from 'react'
import { IconButton, TextInput } from '~/ui'
import { StepIcon } from '../icons'
import { edgeAt } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import { outline } from '../model/outline'
import type { FlowNode } from '../types'
import { useFlowWords, useSay } from '../words'
import { NodeForm } from './Fields'
import { Leads } from './Inspector'
import { givenName, hintOf, nameFor, nameKey, useNameOf, useSayExit, useTell } from './names'
import css from './Outline.module.css'
import { QuickAdd } from './QuickAdd'
import { useEditor, useFlow } from './store'

interface Asked {
  at: { x: number; y: number }
  from?: { source: string; handle: string | null }
}

/** The flow as a nested list: everything that the canvas can do, for the keyboard, screen readers and phones. */
export const Outline = memo(function Outline() {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const nameOf = useNameOf()
  const doc = useFlow((state) => state.doc)
  const issuesOf = useFlow((state) => state.issuesOf)
  const [asked, setAsked] = useState<Asked | null>(null)
  const open = useFlow((state) => (state.selection.size === 1 ? [...state.selection][0]! : null))
  const lines = useMemo(() => outline(doc, editor.types, (exit) => say(exit.label)), [doc, editor.types, say])
  const ask = (event: React.MouseEvent<HTMLElement>, from?: Asked['from']) => {
    const box = event.currentTarget.getBoundingClientRect()
    setAsked({ at: { x: box.left, y: box.bottom + 24 }, from })
  }

  return (
    <div className={css.outline} data-testid="outline">
      <div className={css.page}>
        <header className={css.head}>
          <div>
            <h2>{words.outline.title}</h2>
            <p>{words.outline.hint}</p>
          </div>
          <button type="button" className={css.add} data-testid="outline-add" onClick={(event) => ask(event)}>
            <IconPlus size={16} aria-hidden /> {words.outline.add}
          </button>
        </header>
        <ol className={css.list}>
          {lines.map((line, index) => {
            const { node, by } = line
            const name = nameOf(node.id)
            const problems = issuesOf.get(node.id)?.length ?? 0
            const indent = { marginLeft: Math.min(line.depth, 8) * 24 }
            if (line.again)
              return (
                <li key={`${node.id}-${index}`} style={indent} className={css.again}>
                  <IconCornerDownRight size={14} aria-hidden />
                  {by && <b>{by.way.label}</b>}
                  <button type="button" onClick={() => focusLine(node.id)}>
                    {words.outline.again(name)}
                  </button>
                </li>
              )
            return (
              <li key={node.id} style={indent}>
                {by && by.way.handle !== null && (
                  <p className={css.by}>
                    <IconCornerDownRight size={14} aria-hidden /> {by.way.label}
                  </p>
                )}
                <div className={css.card} data-open={open === node.id || undefined}>
                  <button
                    type="button"
                    className={css.line}
                    data-testid="outline-line"
                    data-node={node.id}
                    aria-expanded={open === node.id}
                    onClick={() => editor.select(open === node.id ? [] : [node.id])}
                  >
                    <span className={css.icon}>
                      <StepIcon name={editor.types.get(node.type)?.icon} />
                    </span>
                    <span className={css.name}>{name}</span>
                    <span className={css.words}>{hintOf(node)}</span>
                    {problems > 0 && <span className={css.problems}>{words.editor.issues(problems)}</span>}
                    <IconChevronDown size={16} aria-hidden className={css.chevron} />
                  </button>
                  {open === node.id && <Details node={node} onAsk={ask} />}
                </div>
              </li>
            )
          })}
        </ol>
      </div>
      {asked && (
        <QuickAdd
          at={asked.at}
          onClose={() => setAsked(null)}
          onPick={(type) => {
            setAsked(null)
            const added = asked.from ? editor.addAfter(type, asked.from) : editor.add(type)
            if (added) setTimeout(() => focusLine(added), 30)
          }}
        />
      )}
    </div>
  )
})

const focusLine = (id: string) => document.querySelector<HTMLElement>(`[data-testid="outline-line"][data-node="${CSS.escape(id)}"]`)?.focus()

function Details({ node, onAsk }: { node: FlowNode; onAsk: (event: React.MouseEvent<HTMLElement>, from?: Asked['from']) => void }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const sayExit = useSayExit()
  const issues = useFlow((state) => state.issuesOf.get(node.id))
  const tell = useTell()
  const type = editor.types.get(node.type)
  if (!type) return <p className={css.details}>{words.node.unknownHint(node.type)}</p>
  const free = waysOf(type, node.data, sayExit(node)).filter((way) => !edgeAt(editor.doc, node.id, way.handle))
  return (
    <div className={css.details}>
      {issues?.map((issue, index) => (
        <p key={index} className={css.issue} data-severity={issue.severity}>
          {tell(issue)}
        </p>
      ))}
      <label className={css.rename}>
        {words.inspector.name}
        <TextInput maxLength={100} placeholder={nameFor({ ...node, data: {} }, type, say)} value={givenName(node, type)} onChange={(event) => editor.setField(node.id, nameKey(type), event.target.value || undefined)} />
      </label>
      <NodeForm node={node} type={type} />
      <Leads node={node} type={type} />
      <div className={css.actions}>
        {free.map((way) => (
          <button key={way.handle ?? ''} type="button" className={css.add} data-testid="outline-add-after" onClick={(event) => onAsk(event, { source: node.id, handle: way.handle })}>
            <IconPlus size={16} aria-hidden /> {words.outline.addAfter(way.label)}
          </button>
        ))}
        <span className={css.space} />
        <IconButton label={words.node.delete} tipSide="bottom-end" onClick={() => editor.remove(new Set([node.id]), new Set())}>
          <IconTrash size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}
