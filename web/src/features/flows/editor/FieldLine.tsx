import { itemsOf } from '../model/nodeTypes'
import type { Field, FlowNode } from '../types'
import { type FlowWords } from '../words/en'
import { spanOf, useFlowWords, useSay } from '../words'
import { useNameOf } from './names'
import { useEditor } from './store'
import css from './StepNode.module.css'

/** A short field in one line on the node; a click opens the settings, where it is changed. */
export function FieldLine({ node, field }: { node: FlowNode; field: Field }) {
  const editor = useEditor()
  const words = useFlowWords()
  const say = useSay()
  const nameOf = useNameOf()
  const value = shown(field)
  if (value === '' && !field.required && field.kind !== 'words') return null
  const quiet = value === ''
  return (
    <button
      type="button"
      className={`${css.line} nodrag`}
      data-field={field.name}
      data-empty={quiet || undefined}
      onClick={() => {
        editor.select([node.id])
        editor.open('settings')
      }}
    >
      <span className={css.lineLabel}>{say(field.label)}</span>
      {Array.isArray(node.data[field.name]) && field.kind === 'words' && !quiet ? (
        <span className={css.chips}>
          {(node.data[field.name] as unknown[]).map((word, index) => (
            <span key={index} className={css.chip}>
              {String(word)}
            </span>
          ))}
        </span>
      ) : (
        <span className={css.lineValue} data-code={field.kind === 'variable' || field.kind === 'expression' || undefined}>
          {quiet ? words.node.empty : value}
        </span>
      )}
    </button>
  )

  function shown(of: Field): string {
    const raw = node.data[of.name]
    switch (of.kind) {
      case 'choice': {
        const chosen = String(raw ?? of.usual ?? '')
        const choice = of.choices?.find((each) => each.value === chosen)
        return choice ? say(choice.label) : chosen
      }
      case 'flag':
        return raw === true || raw === 'true' ? words.inspector.yes : ''
      case 'duration':
        return Number(raw) > 0 ? spanOf(words, Number(raw)) : ''
      case 'node':
        return raw ? nameOf(String(raw)) : ''
      case 'rules':
        return ruleLines(raw, words)
      case 'words':
        return Array.isArray(raw) ? raw.map(String).join(', ') : String(raw ?? '')
      default:
        return raw == null ? '' : typeof raw === 'object' ? itemsOf(node.data, of.name).map((item) => item.label).join(', ') : String(raw)
    }
  }
}

export function ruleLines(rules: unknown, words: FlowWords): string {
  if (!Array.isArray(rules)) return ''
  return rules
    .map((rule: { value?: unknown; operator?: string; argument?: unknown }) =>
      [rule.value, words.operators[rule.operator ?? 'equals'] ?? rule.operator, rule.argument].filter((part) => part != null && part !== '').join(' '),
    )
    .join('\n')
}
