import { useState } from 'react'
import { Select, TextInput } from '~/ui'
import { useWords } from '~/i18n'
import { useDeskWords } from '../desk/words'
import css from './Side.module.css'

interface InlineFieldProps {
  label: string
  type: string
  choices: readonly string[]
  text: string
  writes: boolean
  /** False when the text is none of the field's type. */
  onPut: (text: string) => boolean
}

/** A field that is changed where it is read: a click opens it, Enter or leaving keeps it, Escape does not. */
export function InlineField({ label, type, choices, text, writes, onPut }: InlineFieldProps) {
  const { side } = useDeskWords()
  const words = useWords()
  const [draft, setDraft] = useState<string | null>(null)
  const [flawed, setFlawed] = useState(false)
  // Who leaves it by a key is put back on it; who clicked elsewhere is elsewhere.
  const [byKey, setByKey] = useState(false)
  const put = (value: string, key: boolean) => {
    setByKey(key)
    if (value.trim() !== text && !onPut(value)) {
      setFlawed(true)
      return
    }
    setFlawed(false)
    setDraft(null)
  }
  const options = type === 'choice' ? choices : type === 'boolean' ? ['true', 'false'] : null
  const shown = (value: string) => (type === 'boolean' ? (value === 'true' ? words.common.yes : value === 'false' ? words.common.no : value) : value)
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {draft === null ? (
          <button type="button" autoFocus={byKey} className={css.value} data-empty={text === '' || undefined} disabled={!writes} aria-label={`${label}: ${text === '' ? side.empty : shown(text)}`} onClick={() => setDraft(text)}>
            {text === '' ? side.empty : shown(text)}
          </button>
        ) : options ? (
          <Select
            autoFocus
            aria-label={label}
            value={draft}
            onChange={(value) => put(value, true)}
            onBlur={() => {
              setByKey(false)
              setDraft(null)
            }}
            options={[{ value: '', label: '–' }, ...options.map((each) => ({ value: each, label: shown(each) }))]}
          />
        ) : (
          <TextInput
            autoFocus
            aria-label={label}
            type={type === 'date' ? 'date' : 'text'}
            inputMode={type === 'number' ? 'decimal' : undefined}
            value={draft}
            aria-invalid={flawed || undefined}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => put(draft, false)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                // else the same press would open it again
                event.preventDefault()
                put(draft, true)
              }
              if (event.key !== 'Escape') return
              event.stopPropagation()
              setByKey(true)
              setFlawed(false)
              setDraft(null)
            }}
          />
        )}
      </dd>
    </div>
  )
}
