import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Button, Field as Labelled, IconButton, Select, TextArea, TextInput } from '~/ui'
import type { Data } from '../types'
import { useFlowWords } from '../words'
import { Group } from './FieldFrame'
import css from './Inspector.module.css'
import { TemplateInput } from './TemplateInput'

interface JsonProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: unknown
  onChange: (value: unknown) => void
}

/** JSON as text: what does not parse yet stays here and is not taken over. */
export function Json({ label, hint, name, value, onChange }: JsonProps) {
  const words = useFlowWords()
  const stored = value == null ? '' : JSON.stringify(value, null, 2)
  const [draft, setDraft] = useState<string | null>(null)
  const text = draft ?? stored
  const parsed = readJson(text)
  return (
    <Labelled label={label} hint={parsed === null ? <span className={css.wrong}>{words.import.notJson}</span> : hint}>
      {(ids) => (
        <TextArea
          {...ids}
          data-field={name}
          className={css.code}
          spellCheck={false}
          value={text}
          aria-invalid={parsed === null || undefined}
          onBlur={() => parsed !== null && setDraft(null)}
          onChange={(event) => {
            setDraft(event.target.value)
            const next = readJson(event.target.value)
            if (next !== null) onChange(next.value)
          }}
        />
      )}
    </Labelled>
  )
}

function readJson(text: string): { value: unknown } | null {
  if (text.trim() === '') return { value: undefined }
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { value } : null
  } catch {
    return null
  }
}

const units = [1, 60, 3_600, 86_400] as const

interface DurationProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: number | null
  onChange: (seconds: number | null) => void
}

export function Duration({ label, hint, name, value, onChange }: DurationProps) {
  const words = useFlowWords()
  const fitting = units.findLast((unit) => value !== null && value % unit === 0) ?? 60
  const [unit, setUnit] = useState<number>(fitting)
  const shown = value === null ? unit : value % unit === 0 ? unit : fitting
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <div className={css.pair}>
          <TextInput
            {...ids}
            data-field={name}
            inputMode="numeric"
            value={value === null ? '' : String(value / shown)}
            onChange={(event) => {
              const digits = event.target.value.replaceAll(/\D/g, '').slice(0, 8)
              onChange(digits === '' ? null : Number(digits) * shown)
            }}
          />
          <Select
            aria-label={words.inspector.unit}
            value={String(shown)}
            onChange={(chosen) => {
              setUnit(Number(chosen))
              if (value !== null) onChange((value / shown) * Number(chosen))
            }}
            options={[
              { value: '1', label: words.inspector.seconds },
              { value: '60', label: words.inspector.minutes },
              { value: '3600', label: words.inspector.hours },
              { value: '86400', label: words.inspector.days },
            ]}
          />
        </div>
      )}
    </Labelled>
  )
}

interface WordsProps {
  label: string
  hint?: React.ReactNode
  name: string
  value: readonly string[]
  onChange: (value: string[]) => void
}

export function Words({ label, hint, name, value, onChange }: WordsProps) {
  const words = useFlowWords()
  const [text, setText] = useState('')
  const add = () => {
    const fresh = text.split(/[,\n]/).map((each) => each.trim()).filter((each) => each && !value.includes(each))
    if (fresh.length > 0) onChange([...value, ...fresh])
    setText('')
  }
  return (
    <Labelled label={label} hint={hint ?? words.inspector.wordsHint}>
      {(ids) => (
        <div className={css.words}>
          {value.map((word, index) => (
            <span key={word} className={css.word}>
              {word}
              <button type="button" aria-label={`${words.inspector.removeRow} ${word}`} onClick={() => onChange(value.toSpliced(index, 1))}>
                <IconX size={12} aria-hidden />
              </button>
            </span>
          ))}
          <input
            {...ids}
            data-field={name}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ',') {
                event.preventDefault()
                add()
              } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1))
            }}
          />
        </div>
      )}
    </Labelled>
  )
}

interface PairsProps {
  node: string
  label: string
  hint?: React.ReactNode
  value: unknown
  onChange: (value: Data | undefined) => void
}

/** Names and values. A name that is being written may stand twice for a moment: rows are kept here, the map goes out. */
export function Pairs({ node, label, hint, value, onChange }: PairsProps) {
  const words = useFlowWords()
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).map(([key, each]) => [key, String(each ?? '')] as [string, string]) : []
  const [draft, setDraft] = useState<[string, string][] | null>(null)
  const rows = draft && sameMap(draft, map) ? draft : map
  const put = (next: [string, string][]) => {
    setDraft(next)
    const named = next.filter(([key]) => key.trim() !== '')
    onChange(named.length > 0 ? Object.fromEntries(named) : undefined)
  }
  return (
    <Group label={label} hint={hint}>
      {rows.map(([key, each], index) => (
        <div key={index} className={css.row}>
          <TextInput aria-label={words.inspector.key} placeholder={words.inspector.key} className={css.code} value={key} onChange={(event) => put(rows.with(index, [event.target.value, each]))} />
          <TemplateInput node={node} single label={words.inspector.value} placeholder={words.inspector.value} value={each} onChange={(next) => put(rows.with(index, [key, next]))} />
          <IconButton label={words.inspector.removeRow} tipSide="bottom-end" onClick={() => put(rows.toSpliced(index, 1))}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button look="quiet" className={css.addRow} onClick={() => setDraft([...rows, ['', '']])}>
        <IconPlus size={14} aria-hidden /> {words.inspector.add}
      </Button>
    </Group>
  )
}

const sameMap = (draft: [string, string][], map: [string, string][]) =>
  JSON.stringify(Object.entries(Object.fromEntries(draft.filter(([key]) => key.trim() !== '')))) === JSON.stringify(map)
