import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, Field as Labelled, IconButton, Select, Switch, TextArea, TextInput } from '~/ui'
import { lengthOf, mostLabel } from '../model/checks'
import { freshItemId } from '../model/edits'
import { fieldsOf, type Item, itemsOf } from '../model/nodeTypes'
import type { Data, Field, FlowNode, NodeType } from '../types'
import { useFlowWords, useSay } from '../words'
import css from './Inspector.module.css'
import { useLineOf, useTell } from './names'
import { useEditor, useFlow } from './store'
import { TemplateInput } from './TemplateInput'

/** The form of a node, made from the description of its type: a new type needs nothing here. */
export function NodeForm({ node, type, only }: { node: FlowNode; type: NodeType; only?: (field: Field) => boolean }) {
  const fields = fieldsOf(type, node.data).filter((field) => only?.(field) ?? true)
  return (
    <>
      {fields.map((field) => (
        <OneField key={field.name} node={node} field={field} />
      ))}
    </>
  )
}

function OneField({ node, field }: { node: FlowNode; field: Field }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const wrong = useFlow((state) => state.issuesOf.get(node.id)?.find((issue) => issue.field === field.name))
  const tell = useTell()
  const label = say(field.label)
  const hint = wrong ? <span className={css.wrong}>{tell(wrong)}</span> : field.hint ? say(field.hint) : undefined
  const value = node.data[field.name]
  const text = value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
  const set = (next: unknown) => editor.setField(node.id, field.name, next === '' ? undefined : next)
  const has = lengthOf(text)
  const count = field.max != null && has > field.max * 0.8 && ['text', 'template', 'longTemplate'].includes(field.kind) ? <Count has={has} most={field.max} /> : undefined

  switch (field.kind) {
    case 'flag':
      return <Switch label={label} hint={field.hint ? say(field.hint) : undefined} checked={text === 'true'} onChange={(on) => set(on ? true : undefined)} />
    case 'choice':
      return (
        <Labelled label={label} hint={hint}>
          {(ids) => (
            <Select
              {...ids}
              data-field={field.name}
              value={text || (field.usual ?? '')}
              onChange={(chosen) => editor.setFields(node.id, { [field.name]: chosen })}
              options={(field.choices ?? []).map((choice) => ({ value: choice.value, label: say(choice.label) }))}
            />
          )}
        </Labelled>
      )
    case 'number':
      return (
        <Labelled label={label} hint={hint}>
          {(ids) => (
            <TextInput
              {...ids}
              data-field={field.name}
              inputMode="numeric"
              value={text}
              aria-invalid={wrong ? true : undefined}
              onChange={(event) => set(/^\d+$/.test(event.target.value) ? Number(event.target.value) : event.target.value)}
            />
          )}
        </Labelled>
      )
    case 'duration':
      return <Duration label={label} hint={hint} name={field.name} value={Number(value) || null} onChange={(seconds) => set(seconds ?? undefined)} />
    case 'words':
      return <Words label={label} hint={hint} name={field.name} value={Array.isArray(value) ? value.map(String) : text ? [text] : []} onChange={(list) => editor.setFields(node.id, { [field.name]: list })} />
    case 'map':
      return <Pairs node={node.id} label={label} hint={hint} value={value} onChange={(map) => editor.setField(node.id, field.name, map)} />
    case 'node':
      return <NodeChoice label={label} hint={hint} name={field.name} own={node.id} value={text} onChange={set} />
    case 'flow':
      return <FlowChoice label={label} hint={hint} name={field.name} value={text} onChange={set} />
    case 'options':
    case 'branches':
    case 'shares':
      return <Items node={node} field={field} label={label} hint={hint} />
    case 'rules':
      return (
        <Group label={label} hint={hint}>
          <Rules node={node.id} value={value} onChange={(rules) => editor.setField(node.id, field.name, rules)} />
        </Group>
      )
    case 'text':
    case 'variable':
      return (
        <Labelled label={label} hint={hint} aside={count}>
          {(ids) => (
            <TextInput
              {...ids}
              data-field={field.name}
              className={field.kind === 'variable' ? css.code : ''}
              value={text}
              spellCheck={false}
              aria-invalid={wrong ? true : undefined}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </Labelled>
      )
    case 'json':
      return <Json label={label} hint={hint} name={field.name} value={value} onChange={(next) => editor.setField(node.id, field.name, next)} />
    case 'longText':
      return (
        <Labelled label={label} hint={hint}>
          {(ids) => <TextArea {...ids} data-field={field.name} value={text} onChange={(event) => set(event.target.value)} />}
        </Labelled>
      )
    default:
      return (
        <Labelled label={label} hint={hint} aside={count}>
          {(ids) => (
            <TemplateInput
              {...ids}
              node={node.id}
              value={text}
              rows={field.kind === 'longTemplate' ? 3 : 1}
              single={field.kind === 'template' || field.kind === 'expression'}
              bare={field.kind === 'expression'}
              className={field.kind === 'expression' ? css.code : ''}
              placeholder={field.kind === 'longTemplate' ? words.node.addText : undefined}
              onChange={(next) => editor.setField(node.id, field.name, next === '' && !field.required ? undefined : next)}
            />
          )}
        </Labelled>
      )
  }
}

interface JsonProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: unknown
  onChange: (value: unknown) => void
}

/** JSON as text: what does not parse yet stays here and is not taken over. */
function Json({ label, hint, name, value, onChange }: JsonProps) {
  const words = useFlowWords()
  const stored = value == null ? '' : JSON.stringify(value, null, 2)
  const [draft, setDraft] = useState<string | null>(null)
  const text = draft ?? stored
  const parsed = readJson(text)
  return (
    <Labelled label={label} hint={parsed === null ? <span className={css.wrong}>{words.import.notJson}</span> : hint}>
      {(ids) => (
        <TextArea
          {...ids}
          data-field={name}
          className={css.code}
          spellCheck={false}
          value={text}
          aria-invalid={parsed === null || undefined}
          onBlur={() => parsed !== null && setDraft(null)}
          onChange={(event) => {
            setDraft(event.target.value)
            const next = readJson(event.target.value)
            if (next !== null) onChange(next.value)
          }}
        />
      )}
    </Labelled>
  )
}

function readJson(text: string): { value: unknown } | null {
  if (text.trim() === '') return { value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { value } : null
  } catch {
    return null
  }
}

function Count({ has, most }: { has: number; most: number }) {
  const words = useFlowWords()
  return (
    <span className={css.count} data-over={has > most || undefined}>
      {words.inspector.of(has, most)}
    </span>
  )
}

function Group({ label, hint, children }: { label: string; hint?: React.ReactNode; children: React.ReactNode }) {
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {children}
      {hint && <p className={css.hint}>{hint}</p>}
    </fieldset>
  )
}

const units = [1, 60, 3_600, 86_400] as const

interface DurationProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: number | null
  onChange: (seconds: number | null) => void
}

export function Duration({ label, hint, name, value, onChange }: DurationProps) {
  const words = useFlowWords()
  const fitting = units.findLast((unit) => value !== null && value % unit === 0) ?? 60
  const [unit, setUnit] = useState<number>(fitting)
  const shown = value === null ? unit : value % unit === 0 ? unit : fitting
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <div className={css.pair}>
          <TextInput
            {...ids}
            data-field={name}
            inputMode="numeric"
            value={value === null ? '' : String(value / shown)}
            onChange={(event) => {
              const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 8)
              onChange(digits === '' ? null : Number(digits) * shown)
            }}
          />
          <Select
            aria-label={words.inspector.unit}
            value={String(shown)}
            onChange={(chosen) => {
              setUnit(Number(chosen))
              if (value !== null) onChange((value / shown) * Number(chosen))
            }}
            options={[
              { value: '1', label: words.inspector.seconds },
              { value: '60', label: words.inspector.minutes },
              { value: '3600', label: words.inspector.hours },
              { value: '86400', label: words.inspector.days },
            ]}
          />
        </div>
      )}
    </Labelled>
  )
}

interface WordsProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: readonly string[]
  onChange: (value: string[]) => void
}

function Words({ label, hint, name, value, onChange }: WordsProps) {
  const words = useFlowWords()
  const [text, setText] = useState('')
  const add = () => {
    const fresh = text.split(/[,\n]/).map((each) => each.trim()).filter((each) => each && !value.includes(each))
    if (fresh.length > 0) onChange([...value, ...fresh])
    setText('')
  }
  return (
    <Labelled label={label} hint={hint ?? words.inspector.wordsHint}>
      {(ids) => (
        <div className={css.words}>
          {value.map((word, index) => (
            <span key={word} className={css.word}>
              {word}
              <button type="button" aria-label={`${words.inspector.removeRow} ${word}`} onClick={() => onChange(value.toSpliced(index, 1))}>
                <IconX size={12} aria-hidden />
              </button>
            </span>
          ))}
          <input
            {...ids}
            data-field={name}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ',') {
                event.preventDefault()
                add()
              } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1))
            }}
          />
        </div>
      )}
    </Labelled>
  )
}

interface PairsProps {
  node: string
  label: string
  hint?: React.ReactNode
  value: unknown
  onChange: (value: Data | undefined) => void
}

/** Names and values. A name that is being written may stand twice for a moment: rows are kept here, the map goes out. */
function Pairs({ node, label, hint, value, onChange }: PairsProps) {
  const words = useFlowWords()
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).map(([key, each]) => [key, String(each ?? '')] as [string, string]) : []
  const [draft, setDraft] = useState<[string, string][] | null>(null)
  const rows = draft && sameMap(draft, map) ? draft : map
  const put = (next: [string, string][]) => {
    setDraft(next)
    const named = next.filter(([key]) => key.trim() !== '')
    onChange(named.length > 0 ? Object.fromEntries(named) : undefined)
  }
  return (
    <Group label={label} hint={hint}>
      {rows.map(([key, each], index) => (
        <div key={index} className={css.row}>
          <TextInput aria-label={words.inspector.key} placeholder={words.inspector.key} className={css.code} value={key} onChange={(event) => put(rows.with(index, [event.target.value, each]))} />
          <TemplateInput node={node} single label={words.inspector.value} placeholder={words.inspector.value} value={each} onChange={(next) => put(rows.with(index, [key, next]))} />
          <IconButton label={words.inspector.removeRow} tipSide="bottom-end" onClick={() => put(rows.toSpliced(index, 1))}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button look="quiet" className={css.addRow} onClick={() => setDraft([...rows, ['', '']])}>
        <IconPlus size={14} aria-hidden /> {words.inspector.add}
      </Button>
    </Group>
  )
}

const sameMap = (draft: [string, string][], map: [string, string][]) =>
  JSON.stringify(Object.entries(Object.fromEntries(draft.filter(([key]) => key.trim() !== '')))) === JSON.stringify(map)

interface ChoiceProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: string
  onChange: (value: string) => void
}

function NodeChoice({ label, hint, name, own, value, onChange }: ChoiceProps & { own: string }) {
  const words = useFlowWords()
  const editor = useEditor()
  const nodes = useFlow((state) => state.doc.nodes)
  const lineOf = useLineOf()
  const others = [...nodes.values()].filter((node) => node.id !== own && node.type !== 'note' && !editor.types.get(node.type)?.entry)
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <Select
          {...ids}
          data-field={name}
          value={value}
          onChange={onChange}
          options={[{ value: '', label: words.inspector.chooseNode }, ...others.map((node) => ({ value: node.id, label: lineOf(node.id) }))]}
        />
      )}
    </Labelled>
  )
}

function FlowChoice({ label, hint, name, value, onChange }: ChoiceProps) {
  const words = useFlowWords()
  const editor = useEditor()
  const flows = useQuery({ queryKey: ['flows', 'choice'], queryFn: () => editor.api.list({}) })
  const others = flows.data?.items.filter((flow) => flow.id !== editor.flow) ?? []
  const missing = value && !others.some((flow) => flow.id === value) ? [{ value, label: value }] : []
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <Select
          {...ids}
          data-field={name}
          value={value}
          onChange={onChange}
          options={[{ value: '', label: words.inspector.chooseFlow }, ...missing, ...others.map((flow) => ({ value: flow.id, label: flow.name }))]}
        />
      )}
    </Labelled>
  )
}

interface Rule {
  value?: unknown
  operator?: string
  argument?: unknown
}

const alone = new Set(['isSet', 'isEmpty', 'isNumber', 'isEmail', 'isPhone'])

function Rules({ node, value, onChange }: { node: string; value: unknown; onChange: (rules: Rule[]) => void }) {
  const words = useFlowWords()
  const rules: Rule[] = Array.isArray(value) ? (value as Rule[]) : []
  const put = (index: number, part: Rule) => onChange(rules.with(index, { ...rules[index], ...part }))
  return (
    <div className={css.rules}>
      {rules.map((rule, index) => {
        const operator = rule.operator ?? 'equals'
        return (
          <div key={index} className={css.rule}>
            <TemplateInput node={node} single bare className={css.code} label={words.inspector.value} value={String(rule.value ?? '')} onChange={(next) => put(index, { value: next })} />
            <Select aria-label={words.inspector.operator} value={operator} onChange={(next) => put(index, { operator: next })} options={Object.entries(words.operators).map(([key, label]) => ({ value: key, label }))} />
            {!alone.has(operator) && (
              <TemplateInput node={node} single label={words.inspector.argument} value={Array.isArray(rule.argument) ? rule.argument.join(', ') : String(rule.argument ?? '')} onChange={(next) => put(index, { argument: next })} />
            )}
            {rules.length > 1 && (
              <IconButton label={words.inspector.removeRow} tipSide="bottom-end" className={css.ruleRemove} onClick={() => onChange(rules.toSpliced(index, 1))}>
                <IconX size={14} aria-hidden />
              </IconButton>
            )}
          </div>
        )
      })}
      <Button look="quiet" className={css.addRow} onClick={() => onChange([...rules, { value: 'input', operator: 'equals', argument: '' }])}>
        <IconPlus size={14} aria-hidden /> {words.inspector.addRule}
      </Button>
    </div>
  )
}

function Items({ node, field, label, hint }: { node: FlowNode; field: Field; label: string; hint?: React.ReactNode }) {
  const editor = useEditor()
  const words = useFlowWords()
  const items = itemsOf(node.data, field.name)
  const most = mostLabel(field, items.length)
  const put = (index: number, part: Partial<Item>) => editor.setField(node.id, field.name, items.with(index, { ...items[index]!, ...part }))
  const add = () => {
    const more = field.kind === 'branches' ? { rules: [{ value: 'input', operator: 'equals', argument: '' }] } : field.kind === 'shares' ? { weight: 50 } : {}
    editor.setFields(node.id, { [field.name]: [...items, { id: freshItemId(), label: '', ...more }] })
  }
  return (
    <Group label={label} hint={hint}>
      {items.map((item, index) => (
        <div key={item.id} className={css.itemBox}>
          <div className={css.row}>
            <TemplateInput node={node.id} single label={`${words.inspector.label} ${index + 1}`} placeholder={words.node.option(index + 1)} value={item.label} onChange={(next) => put(index, { label: next })} />
            {field.kind === 'shares' && (
              <TextInput
                className={css.weight}
                inputMode="numeric"
                aria-label={words.inspector.weight}
                value={String(item.weight ?? '')}
                onChange={(event) => put(index, { weight: Number(event.target.value.replaceAll(/\D/g, '')) || 0 })}
              />
            )}
            <IconButton label={words.node.removeItem(item.label || words.node.option(index + 1))} tipSide="bottom-end" onClick={() => editor.setFields(node.id, { [field.name]: items.toSpliced(index, 1) })}>
              <IconX size={16} aria-hidden />
            </IconButton>
          </div>
          {most !== null && lengthOf(item.label) > most * 0.8 && <Count has={lengthOf(item.label)} most={most} />}
          {field.kind === 'options' && items.length > 3 && (
            <TemplateInput node={node.id} single label={words.inspector.description} placeholder={words.inspector.description} value={String(item.description ?? '')} onChange={(next) => put(index, { description: next || undefined })} />
          )}
          {field.kind === 'branches' && <Rules node={node.id} value={item.rules} onChange={(rules) => put(index, { rules })} />}
        </div>
      ))}
      {(field.max == null || items.length < field.max) && (
        <Button look="quiet" className={css.addRow} onClick={add}>
          <IconPlus size={14} aria-hidden /> {field.kind === 'options' ? words.node.addOption : words.node.addWay}
        </Button>
      )}
    </Group>
  )
}
