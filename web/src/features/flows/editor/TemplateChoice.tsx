import { useQuery } from '@tanstack/react-query'
import { Field as Labelled, Select, TextInput } from '~/ui'
import { parametersOf, placeOf, type Template, valuesOf } from '../model/templates'
import type { FlowNode } from '../types'
import { useFlowWords } from '../words'
import { useEditor } from './store'
import { TemplateInput } from './TemplateInput'

interface TemplateChoiceProps {
  node: FlowNode
  name: string
  label: string
  hint?: React.ReactNode
}

/** The templates of the workspace that Meta knows, and the one that a node sends. */
export function useTemplates(node: FlowNode) {
  const editor = useEditor()
  const all = useQuery({ queryKey: ['templates', 'for flows'], queryFn: () => editor.api.templates(), staleTime: 60_000 })
  const { templateName, templateLanguage } = node.data
  const named = all.data?.filter((each) => each.name === templateName) ?? []
  const chosen = named.find((each) => each.language === templateLanguage) ?? (named.length === 1 && !templateLanguage ? named[0] : undefined)
  return { all, chosen }
}

const key = (template: Pick<Template, 'name' | 'language'>) => `${template.name} ${template.language}`

/** Which template is sent, and with what: a field for each of its variables. */
export function TemplateChoice({ node, name, label, hint }: TemplateChoiceProps) {
  const editor = useEditor()
  const words = useFlowWords()
  const { all, chosen } = useTemplates(node)
  const given = String(node.data[name] ?? '')
  const choose = (chosenKey: string) => {
    const template = all.data?.find((each) => key(each) === chosenKey)
    if (!template) return
    const parameters = parametersOf(template, valuesOf(template, node.data.templateParameters), node.data.templateParameters)
    editor.setFields(node.id, { [name]: template.name, templateLanguage: template.language, templateParameters: parameters.length > 0 ? parameters : undefined })
  }
  if (!all.data || all.data.length === 0)
    return (
      <Labelled label={label} hint={hint ?? (all.isError ? words.templates.failed : all.data ? words.templates.none : undefined)}>
        {(ids) => <TextInput {...ids} data-field={name} value={given} spellCheck={false} onChange={(event) => editor.setField(node.id, name, event.target.value || undefined)} />}
      </Labelled>
    )
  const values = chosen ? valuesOf(chosen, node.data.templateParameters) : null
  return (
    <>
      <Labelled label={label} hint={hint}>
        {(ids) => (
          <Select
            {...ids}
            data-field={name}
            value={chosen ? key(chosen) : ''}
            onChange={choose}
            options={[
              ...(chosen ? [] : [{ value: '', label: given ? words.templates.gone(given) : words.templates.choose }]),
              ...all.data.map((each) => ({ value: key(each), label: `${each.name} · ${each.language}${each.status === 'APPROVED' ? '' : ` · ${words.templates.state[each.status] ?? each.status}`}` })),
            ]}
          />
        )}
      </Labelled>
      {chosen &&
        values &&
        chosen.variables.map((variable) => {
          const place = placeOf(variable)
          return (
            <Labelled key={variable} label={words.templates.variable(place.name, words.templates.parts[place.component] ?? place.component)}>
              {(ids) => (
                <TemplateInput
                  {...ids}
                  node={node.id}
                  single
                  value={values.get(variable) ?? ''}
                  onChange={(next) =>
                    editor.setField(node.id, 'templateParameters', parametersOf(chosen, new Map(values).set(variable, next), node.data.templateParameters))
                  }
                />
              )}
            </Labelled>
          )
        })}
    </>
  )
}
