import { Field, Select } from '~/ui'
import { Section } from '~/ui/page'
import type { FieldView } from '../../rules/model'
import type { CampaignsApi } from '../api'
import { type MessagePlan, templateOf } from '../model/content'
import { placesOf } from '../model/template'
import type { Template } from '../types'
import { useCampaignWords } from '../words'
import { FlowChoice } from './FlowChoice'
import { Places } from './Places'
import { TemplatePicker } from './TemplatePicker'

interface MessageEditorProps {
  api: CampaignsApi
  title: string
  message: MessagePlan
  templates: readonly Template[]
  loading: boolean
  fields: readonly FieldView[]
  /** Columns of an uploaded list. */
  keys: readonly string[]
  onChange: (message: MessagePlan) => void
}

/** A template with its places filled, or the beginning of a flow. */
export function MessageEditor({ api, title, message, templates, loading, fields, keys, onChange }: MessageEditorProps) {
  const words = useCampaignWords()
  const put = (next: Partial<MessagePlan>) => onChange({ ...message, ...next })
  const template = templateOf(message, templates)
  const places = template ? placesOf(template) : []
  return (
    <>
      <Section title={title}>
        <Field label={words.message.kind}>
          {(ids) => (
            <Select
              {...ids}
              data-testid="message-kind"
              value={message.kind}
              onChange={(kind) => put({ kind: kind as MessagePlan['kind'] })}
              options={[
                { value: 'template', label: words.message.template },
                { value: 'flow', label: words.message.flow },
              ]}
            />
          )}
        </Field>
        {message.kind === 'template' ? (
          <TemplatePicker templates={templates} loading={loading} chosen={template} onPick={({ name, language }) => put({ name, language, ...(name === message.name ? {} : { sources: {} }) })} />
        ) : (
          <FlowChoice api={api} flowId={message.flowId} insideWindowOnly={message.insideWindowOnly} onChange={put} />
        )}
      </Section>
      {places.length > 0 && (
        <Section title={words.message.variables} hint={words.message.variablesHint}>
          <Places places={places} sources={message.sources} fields={fields} keys={keys} onChange={(sources) => put({ sources })} />
        </Section>
      )}
    </>
  )
}
