import { IconGripVertical, IconPlus, IconX } from '@tabler/icons-react'
import { Handle, Position } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
import { lengthOf, mostLabel } from '../model/checks'
import { freshItemId } from '../model/edits'
import { type Item, itemsOf, type Way } from '../model/nodeTypes'
import type { Field, FlowNode } from '../types'
import { useFlowWords, useSay } from '../words'
import { toHandle } from './handles'
import css from './StepNode.module.css'
import { useEditor, useFlow } from './store'
import { TemplateInput } from './TemplateInput'
import { TemplateText } from './TemplateText'

/** A way out: where a cable begins. */
export function Out({ way, name }: { way: Way; name: string }) {
  const words = useFlowWords()
  return <Handle type="source" position={Position.Right} id={toHandle(way.handle)} className={css.out} data-testid="way" role="img" aria-label={words.node.handle(way.label, name)} />
}

export function Count({ has, most }: { has: number; most: number }) {
  const words = useFlowWords()
  return (
    <span className={css.count} data-over={has > most || undefined}>
      {words.inspector.of(has, most)}
    </span>
  )
}

/** The things to choose, or the ways to go: a row and a handle each. Their ids stay when they are renamed or moved. */
export function ItemRows({ node, field, ways, name }: { node: FlowNode; field: Field; ways: readonly Way[]; name: string }) {
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
