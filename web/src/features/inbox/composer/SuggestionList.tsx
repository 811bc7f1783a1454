import { type ReactNode, useEffect, useRef } from 'react'
import css from './SuggestionList.module.css'
import type { Suggestion } from './useSuggestions'

interface SuggestionListProps {
  id: string
  label: string
  options: readonly Suggestion[]
  active: Suggestion | undefined
  onPick: (option: Suggestion) => void
  /** Said when there is nothing to choose. */
  none: string
  /** Below the list: what the active one would put in. */
  preview?: ReactNode
}

export const optionId = (list: string, option: Suggestion | undefined) => (option ? `${list}-${option.id}` : undefined)

/** What a text field offers; the field keeps the focus. */
export function SuggestionList({ id, label, options, active, onPick, none, preview }: SuggestionListProps) {
  const box = useRef<HTMLUListElement>(null)
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className={css.panel} data-testid="suggestions">
      {options.length === 0 ? (
        <p className={css.none} role="status">
          {none}
        </p>
      ) : (
        <ul ref={box} id={id} role="listbox" aria-label={label} className={css.list}>
          {options.map((option) => (
            <li
              key={option.id}
              id={optionId(id, option)}
              role="option"
              aria-selected={option.id === active?.id}
              className={css.option}
              // The field must not lose the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(option)}
            >
              <strong>{option.label}</strong>
              {option.detail && <span>{option.detail}</span>}
            </li>
          ))}
        </ul>
      )}
      {options.length > 0 && preview}
    </div>
  )
}
