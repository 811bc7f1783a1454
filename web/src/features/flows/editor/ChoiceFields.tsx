import { useQuery } from '@tanstack/react-query'
import { Field as Labelled, Select } from '~/ui'
import { useFlowWords } from '../words'
import { useLineOf } from './names'
import { useEditor, useFlow } from './store'

interface ChoiceProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: string
  onChange: (value: string) => void
}

export function NodeChoice({ label, hint, name, own, value, onChange }: ChoiceProps & { own: string }) {
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

export function FlowChoice({ label, hint, name, value, onChange }: ChoiceProps) {
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
