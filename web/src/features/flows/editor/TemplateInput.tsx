import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { fits } from '../model/nodeTypes'
import { variablesAt } from '../model/variables'
import { useFlowWords } from '../words'
import { useEditor } from './store'
import { useNameOf } from './names'
import css from './TemplateInput.module.css'

interface TemplateInputProps {
  node: string
  value: string
  onChange: (value: string) => void
  label?: string
  id?: string
  'aria-describedby'?: string
  rows?: number
  single?: boolean
  /** An expression: names stand there without braces. */
  bare?: boolean
  placeholder?: string
  autoFocus?: boolean
  className?: string
  onDone?: () => void
  onKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => void
  testId?: string
}

/** Where text is written that may hold `{{ values }}`; two braces offer what is known at this step. */
export function TemplateInput({ node, value, onChange, label, rows = 1, single = false, bare = false, autoFocus, className = '', onDone, onKey, testId, ...rest }: TemplateInputProps) {
  const words = useFlowWords()
  const editor = useEditor()
  const nameOf = useNameOf()
  const box = useRef<HTMLTextAreaElement>(null)
  const caret = useRef<number | null>(null)
  const [asked, setAsked] = useState<{ from: number; text: string } | null>(null)
  const [chosen, setChosen] = useState(0)
  const listId = useId()

  const offered = useMemo(() => {
    if (!asked) return []
    return variablesAt(editor.doc, editor.types, node)
      .filter((each) => fits(asked.text.replace('.', ' '), each.path.replace('.', ' ')))
      .slice(0, 8)
  }, [asked, editor, node])

  useLayoutEffect(() => {
    if (caret.current === null) return
    box.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [value])

  useLayoutEffect(() => {
    const area = box.current
    if (!autoFocus || !area) return
    area.focus({ preventScroll: true })
    area.setSelectionRange(area.value.length, area.value.length)
  }, [autoFocus])

  const look = (text: string, at: number) => {
    const before = text.slice(0, at)
    const open = bare ? /(?:^|[\s(!])([\w.]+)$/.exec(before) : /\{\{\s*([\w.]*)$/.exec(before)
    setAsked(open ? { from: at - open[1]!.length, text: open[1]! } : null)
    setChosen(0)
  }

  /** Offers what is known without two braces being typed. */
  const offer = () => {
    const area = box.current
    if (!area) return
    area.focus({ preventScroll: true })
    const at = area.selectionStart
    const open = bare ? '' : '{{ '
    if (open) onChange(value.slice(0, at) + open + value.slice(at))
    caret.current = at + open.length
    setAsked({ from: at + open.length, text: '' })
    setChosen(0)
  }

  const insert = (path: string) => {
    const area = box.current
    if (!area || !asked) return
    const at = area.selectionStart
    const tail = value.slice(at)
    const close = bare || /^\s*\}\}/.test(tail) ? '' : ' }}'
    const space = !bare && value[asked.from - 1] === '{' ? ' ' : ''
    onChange(value.slice(0, asked.from) + space + path + close + tail)
    caret.current = asked.from + space.length + path.length + close.length
    setAsked(null)
  }

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (offered.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
        return
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault()
        insert(offered[chosen]!.path)
        return
      }
      if (event.key === 'Escape') {
        event.stopPropagation()
        setAsked(null)
        return
      }
    }
    onKey?.(event)
    if (event.defaultPrevented) return
    if (event.key === 'Escape' && onDone) {
      event.stopPropagation()
      onDone()
    }
    if (event.key === 'Enter' && single) event.preventDefault()
  }

  return (
    <span className={css.wrap}>
      <textarea
        ref={box}
        rows={rows}
        className={`${css.area} ${className} nodrag nopan nowheel`}
        value={value}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={offered.length > 0 ? `${listId}-${chosen}` : undefined}
        data-testid={testId}
        spellCheck={!bare}
        onChange={(event) => {
          const text = single ? event.target.value.replaceAll('\n', ' ') : event.target.value
          onChange(text)
          look(text, event.target.selectionStart)
        }}
        onSelect={(event) => asked && look(value, event.currentTarget.selectionStart)}
        onKeyDown={keys}
        onBlur={() => setAsked(null)}
        {...rest}
      />
      <button
        type="button"
        className={`${css.button} nodrag`}
        tabIndex={-1}
        aria-label={words.inspector.variables}
        title={words.inspector.variables}
        onMouseDown={(event) => {
          event.preventDefault()
          offer()
        }}
      >
        {'{ }'}
      </button>
      <span id={listId} role="listbox" aria-label={words.inspector.variables} className={`${offered.length > 0 ? css.offers : css.none} nodrag nopan nowheel`}>
        {offered.map((each, index) => (
          <span
            key={each.path}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={css.offer}
            onMouseDown={(event) => {
              event.preventDefault()
              insert(each.path)
            }}
          >
            <b>{each.path}</b>
            <small>{each.from === null ? words.inspector.alwaysThere : words.inspector.setHere(nameOf(each.from))}</small>
          </span>
        ))}
      </span>
    </span>
  )
}
