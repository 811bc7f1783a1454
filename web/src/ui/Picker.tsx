import { IconCheck } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Dialog } from './Dialog'
import css from './Picker.module.css'

export interface PickerOption {
  id: string
  label: string
  hint?: string
  icon?: ReactNode
  /** The heading under which it stands; options of a group follow each other. */
  group?: string
  checked?: boolean
}

interface PickerProps {
  title: string
  closeLabel: string
  /** What is asked for in the line above the options. */
  ask: string
  options: readonly PickerOption[]
  /** Said when no option has the words. */
  none: string
  onPick: (id: string) => void
  onClose: () => void
  /** Several may be on: the picker stays open. */
  several?: boolean
  /** What is not there yet can be made: how the offer reads, and what is done. */
  make?: { label: (text: string) => string; onMake: (text: string) => void }
  /** Below the options. */
  children?: ReactNode
  actions?: ReactNode
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Finds one of many by typing a few letters: arrows go through them, Enter takes one. */
export function Picker({ title, closeLabel, ask, options, none, onPick, onClose, several = false, make, children, actions }: PickerProps) {
  const id = useId()
  const box = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  useEffect(() => box.current?.focus(), [])

  const words = plain(text.trim()).split(/\s+/)
  const found = options.filter((option) => words.every((word) => plain(`${option.label} ${option.hint ?? ''}`).includes(word)))
  const fresh = make && text.trim() !== '' && !options.some((option) => plain(option.label) === plain(text.trim()))
  const count = found.length + (fresh ? 1 : 0)
  const active = Math.min(at, count - 1)

  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const take = (index: number) => {
    const option = found[index]
    if (option) onPick(option.id)
    else if (fresh && index === found.length) {
      make.onMake(text.trim())
      setText('')
    }
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(count === 0 ? 0 : (active + 1) % count)
    else if (event.key === 'ArrowUp') setAt(count === 0 ? 0 : (active + count - 1) % count)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(active)
    else return
    event.preventDefault()
  }
  const option = (index: number, each: PickerOption) => (
    <div
      key={each.id}
      id={`${id}-${index}`}
      role="option"
      aria-selected={several ? each.checked === true : index === active}
      data-active={index === active || undefined}
      data-option={each.id}
      className={css.option}
      onPointerMove={() => setAt(index)}
      onClick={() => take(index)}
    >
      {each.icon && <span className={css.icon}>{each.icon}</span>}
      <span className={css.label}>{each.label}</span>
      {each.hint && <span className={css.hint}>{each.hint}</span>}
      <span className={css.check}>{each.checked && <IconCheck size={16} aria-hidden />}</span>
    </div>
  )
  const groups = [...new Set(found.map((each) => each.group ?? ''))]

  return (
    <Dialog title={title} closeLabel={closeLabel} onClose={onClose} width={420} actions={actions}>
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
        aria-label={ask}
        autoComplete="off"
        placeholder={ask}
        maxLength={100}
        data-testid="picker-input"
        className={css.input}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {count === 0 && <p className={css.none}>{none}</p>}
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={title} aria-multiselectable={several || undefined} className={css.list} hidden={count === 0}>
        {groups.map((group) => {
          const lines = found.map((each, index) => ((each.group ?? '') === group ? option(index, each) : null))
          return group === '' ? (
            lines
          ) : (
            <div key={group} role="group" aria-label={group}>
              <p className={css.group} aria-hidden="true">
                {group}
              </p>
              {lines}
            </div>
          )
        })}
        {fresh && option(found.length, { id: `new ${text}`, label: make.label(text.trim()) })}
      </div>
      {children}
    </Dialog>
  )
}
