import { IconPlus, IconX } from '@tabler/icons-react'
import { Button, IconButton, Select, TextInput } from '~/ui'
import { lengthOf, mostLabel } from '../model/checks'
import { freshItemId } from '../model/edits'
import { type Item, itemsOf } from '../model/nodeTypes'
import type { Field, FlowNode } from '../types'
import { useFlowWords } from '../words'
import { Count, Group } from './FieldFrame'
import css from './Inspector.module.css'
import { useEditor } from './store'
import { TemplateInput } from './TemplateInput'

interface Rule {
  value?: unknown
  operator?: string
  argument?: unknown
}

const alone = new Set(['isSet', 'isEmpty', 'isNumber', 'isEmail', 'isPhone'])

export function Rules({ node, value, onChange }: { node: string; value: unknown; onChange: (rules: Rule[]) => void }) {
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

export function Items({ node, field, label, hint }: { node: FlowNode; field: Field; label: string; hint?: React.ReactNode }) {
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
