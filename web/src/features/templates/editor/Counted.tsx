import { type RefObject, useRef } from 'react'
import { Field, TextArea, TextInput } from '~/ui'
import { Flaw } from '~/ui/page'
import { lengthOf } from '../model/variables'
import { useTemplateWords } from '../words'
import css from './Editor.module.css'

interface CountedProps {
  label: string
  name: string
  value: string
  most: number
  flaw?: string
  hint?: string
  locked: boolean
  tall?: boolean
  onChange: (value: string) => void
  /** Puts a variable where the cursor is. */
  addVariable?: { label: string; next: () => string }
}

/** A text with its limit counted as it is typed. */
export function Counted({ label, name, value, most, flaw, hint, locked, tall, onChange, addVariable }: CountedProps) {
  const words = useTemplateWords()
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const length = lengthOf(value)
  const insert = () => {
    const { selectionStart, selectionEnd } = box.current ?? { selectionStart: value.length, selectionEnd: value.length }
    const from = selectionStart ?? value.length
    const text = `{{${addVariable?.next() ?? ''}}}`
    onChange(value.slice(0, from) + text + value.slice(selectionEnd ?? from))
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(from + text.length, from + text.length)
    })
  }
  const props = { ref: box as RefObject<never>, name, 'data-testid': `template-${name}`, value, readOnly: locked, 'aria-invalid': flaw ? (true as const) : undefined }
  return (
    <Field
      label={label}
      hint={flaw ? <Flaw>{flaw}</Flaw> : hint}
      aside={
        <span className={css.aside}>
          {addVariable && !locked && (
            <button type="button" className={css.small} data-testid={`variable-${name}`} onClick={insert}>
              {addVariable.label}
            </button>
          )}
          <span className={css.count} data-over={length > most || undefined}>
            {words.count(length, most)}
          </span>
        </span>
      }
    >
      {(ids) => (tall ? <TextArea {...ids} {...props} rows={5} onChange={(event) => onChange(event.target.value)} /> : <TextInput {...ids} {...props} onChange={(event) => onChange(event.target.value)} />)}
    </Field>
  )
}
