import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { Blank, Button, Field as Labelled, IconButton, Select, Switch, TextArea, TextInput } from '~/ui'
import { StepIcon } from '../icons'
import { edgeAt } from '../model/doc'
import { waysOf } from '../model/nodeTypes'
import type { FlowNode, NodeType } from '../types'
import { useFlowWords, useSay } from '../words'
import { NodeForm } from './Fields'
import css from './Inspector.module.css'
import { givenName, nameFor, nameKey, useLineOf, useSayExit } from './names'
import { Duration } from './PlainFields'
import { useEditor, useFlow } from './store'

/** What does not fit on the step: all its fields, and where its ways lead. Without a step, the settings of the flow. */
export function Inspector() {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const selection = useFlow((state) => state.selection)
  const node = useFlow((state) => (state.selection.size === 1 ? state.doc.nodes.get([...state.selection][0]!) : undefined))
  const type = node && editor.types.get(node.type)
  return (
    <section className={css.panel} aria-label={words.inspector.title}>
      <header className={css.head}>
        {type && (
          <span className={css.icon}>
            <StepIcon name={type.icon} size={18} />
          </span>
        )}
        <h2>{node ? nameFor(node, type, say) : words.settings.title}</h2>
        <IconButton label={words.editor.close} tipSide="bottom-end" onClick={() => editor.open(null)}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.body} key={node?.id}>
        {node && type ? (
          <>
            <p className={css.hint}>{say(type.hint)}</p>
            <Labelled label={words.inspector.name}>
              {(ids) => <TextInput {...ids} maxLength={100} placeholder={say(type.label)} value={givenName(node, type)} onChange={(event) => editor.setField(node.id, nameKey(type), event.target.value || undefined)} />}
            </Labelled>
            <NodeForm node={node} type={type} />
            <Leads node={node} type={type} />
          </>
        ) : selection.size > 1 ? (
          <Blank icon={<IconAdjustmentsHorizontal size={24} />} title={words.inspector.several(selection.size)}>
            <Button data-testid="group-selected" onClick={() => editor.group('')}>
              {words.group.gather(selection.size)}
            </Button>
          </Blank>
        ) : (
          <FlowSettings />
        )}
      </div>
    </section>
  )
}

/** Where each way leads, to be chosen without the pointer. */
export function Leads({ node, type }: { node: FlowNode; type: NodeType }) {
  const editor = useEditor()
  const words = useFlowWords()
  const doc = useFlow((state) => state.doc)
  const lineOf = useLineOf()
  const sayExit = useSayExit()
  const ways = waysOf(type, node.data, sayExit(node))
  if (ways.length === 0) return null
  const targets = [...doc.nodes.values()].filter((each) => each.id !== node.id && !editor.types.get(each.type)?.entry)
  return (
    <fieldset className={css.group}>
      <legend>{words.inspector.leads}</legend>
      {ways.map((way) => (
        <Labelled key={way.handle ?? ''} label={way.label}>
          {(ids) => (
            <Select
              {...ids}
              data-testid="leads"
              value={edgeAt(doc, node.id, way.handle)?.target ?? ''}
              onChange={(target) => editor.lead(node.id, way.handle, target || null)}
              options={[{ value: '', label: words.inspector.nowhere }, ...targets.map((each) => ({ value: each.id, label: lineOf(each.id) }))]}
            />
          )}
        </Labelled>
      ))}
    </fieldset>
  )
}

function FlowSettings() {
  const editor = useEditor()
  const words = useFlowWords()
  const settings = useFlow((state) => state.doc.rest.settings) as Record<string, unknown> | undefined
  const minutes = Number(settings?.expireAfterMinutes)
  return (
    <>
      <Duration
        label={words.settings.expire}
        name="expireAfterMinutes"
        value={minutes > 0 ? minutes * 60 : 86_400}
        onChange={(seconds) => editor.setSettings({ expireAfterMinutes: seconds === null ? undefined : Math.max(1, Math.round(seconds / 60)) })}
      />
      <Switch
        label={words.settings.ignoreTriggers}
        checked={String(settings?.ignoreTriggers) === 'true'}
        onChange={(on) => editor.setSettings({ ignoreTriggers: on || undefined })}
      />
      <Labelled label={words.settings.failureText}>
        {(ids) => <TextArea {...ids} value={String(settings?.failureText ?? '')} onChange={(event) => editor.setSettings({ failureText: event.target.value })} />}
      </Labelled>
      <Labelled label={words.settings.language}>
        {(ids) => <TextInput {...ids} maxLength={10} placeholder="en" value={String(settings?.language ?? '')} onChange={(event) => editor.setSettings({ language: event.target.value })} />}
      </Labelled>
    </>
  )
}
