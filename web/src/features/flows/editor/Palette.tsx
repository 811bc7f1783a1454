import { IconSearch } from '@tabler/icons-react'
import { memo, useMemo, useState } from 'react'
import { StepIcon } from '../icons'
import { fits } from '../model/nodeTypes'
import type { NodeIntent, NodeType, NodeTypes } from '../types'
import { useFlowWords, useSay } from '../words'
import css from './Palette.module.css'
import { useEditor, useFlow } from './store'

export const dragType = 'application/x-flow-step'
const order: readonly NodeIntent[] = ['start', 'send', 'ask', 'decide', 'do', 'end', 'canvas']

/** The types that fit a query, by their words in both languages, grouped by what people want. */
export function useOffered(types: NodeTypes, query: string) {
  const say = useSay()
  return useMemo(() => {
    const found = [...types.values()].filter((type) => fits(query, [type.label.en, type.label.es, say(type.hint), type.search?.en, type.search?.es].join(' ')))
    return order.map((intent) => ({ intent, types: found.filter((type) => type.intent === intent) })).filter((group) => group.types.length > 0)
  }, [types, query, say])
}

/** Every step that can be added: a click adds it after the selected one, a drag puts it where it is dropped. */
export const Palette = memo(function Palette() {
  const editor = useEditor()
  const words = useFlowWords()
  const [query, setQuery] = useState('')
  const groups = useOffered(editor.types, query)
  const readOnly = useFlow((state) => state.compared !== null)
  const first = groups[0]?.types[0]
  return (
    <aside className={css.palette} aria-label={words.palette.label}>
      <label className={css.search}>
        <IconSearch size={16} aria-hidden />
        <input
          id="find-step"
          type="search"
          placeholder={words.palette.search}
          aria-label={words.palette.search}
          value={query}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) {
              event.preventDefault()
              editor.add(first.type)
              setQuery('')
            }
            if (event.key === 'Escape') {
              event.stopPropagation()
              setQuery('')
              event.currentTarget.blur()
            }
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <div className={css.groups} tabIndex={readOnly ? 0 : undefined}>
        {groups.map(({ intent, types }) => (
          <section key={intent} aria-label={words.palette.intent[intent]}>
            <h2 className={css.intent}>{words.palette.intent[intent]}</h2>
            {types.map((type) => (
              <Step key={type.type} type={type} disabled={readOnly} onAdd={() => editor.add(type.type)} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={css.none}>{words.palette.none(query)}</p>}
      </div>
      <p className={css.hint}>{words.palette.hint}</p>
    </aside>
  )
})

function Step({ type, disabled, onAdd }: { type: NodeType; disabled: boolean; onAdd: () => void }) {
  const say = useSay()
  return (
    <button
      type="button"
      className={css.step}
      data-intent={type.intent}
      data-testid={`add-${type.type}`}
      title={say(type.hint)}
      disabled={disabled}
      draggable={!disabled}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, type.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={onAdd}
    >
      <span className={css.icon}>
        <StepIcon name={type.icon} />
      </span>
      {say(type.label)}
    </button>
  )
}
