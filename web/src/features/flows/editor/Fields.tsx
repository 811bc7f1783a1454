import { Field as Labelled, Select, Switch, TextArea, TextInput } from '~/ui'
import { lengthOf } from '../model/checks'
import { fieldsOf } from '../model/nodeTypes'
import type { Field, FlowNode, NodeType } from '../types'
import { useFlowWords, useSay } from '../words'
import { FlowChoice, NodeChoice } from './ChoiceFields'
import { Count, Group } from './FieldFrame'
import css from './Inspector.module.css'
import { Items, Rules } from './ListFields'
import { useTell } from './names'
import { Duration, Json, Pairs, Words } from './PlainFields'
import { useEditor, useFlow } from './store'
import { TemplateChoice, useTemplates } from './TemplateChoice'
import { TemplateInput } from './TemplateInput'

/** The form of a node, made from the description of its type: a new type needs nothing here. */
export function NodeForm({ node, type, only }: { node: FlowNode; type: NodeType; only?: (field: Field) => boolean }) {
  const fields = fieldsOf(type, node.data).filter((field) => only?.(field) ?? true)
  if (fields.some((field) => field.kind === 'messageTemplate')) return <FormWithTemplate node={node} fields={fields} />
  return (
    <>
      {fields.map((field) => (
        <OneField key={field.name} node={node} field={field} />
      ))}
    </>
  )
}

/** With a template that is known, its language and values are chosen with it. */
function FormWithTemplate({ node, fields }: { node: FlowNode; fields: readonly Field[] }) {
  const { chosen } = useTemplates(node)
  const shown = chosen ? fields.filter((field) => field.name !== 'templateLanguage' && field.name !== 'templateParameters') : fields
  return shown.map((field) => <OneField key={field.name} node={node} field={field} />)
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
      return <Switch data-field={field.name} label={label} hint={field.hint ? say(field.hint) : undefined} checked={text === 'true'} onChange={(on) => set(on ? true : undefined)} />
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
    case 'messageTemplate':
      return <TemplateChoice node={node} name={field.name} label={label} hint={hint} />
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
