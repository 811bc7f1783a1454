import { IconSearch, IconX } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import { useDeskWords } from '../desk/words'
import css from './ConversationList.module.css'

interface ListSearchProps {
  value: string
  onChange: (value: string) => void
  box: RefObject<HTMLInputElement | null>
}

/** Looks for names, numbers and words: on the server, a moment after the last letter. */
export function ListSearch({ value, onChange, box }: ListSearchProps) {
  const words = useWords()
  const desk = useDeskWords()
  const [text, setText] = useState(value)
  // what is asked for meanwhile must not be undone by a letter of before
  const told = useRef(onChange)
  useEffect(() => {
    told.current = onChange
  })
  useEffect(() => setText(value), [value])
  useEffect(() => {
    const clean = text.trim()
    if (clean === value) return
    const timer = setTimeout(() => told.current(clean), 200)
    return () => clearTimeout(timer)
  }, [text, value])

  return (
    <div className={css.search} role="search">
      <IconSearch size={16} aria-hidden />
      <input
        ref={box}
        type="text"
        inputMode="search"
        maxLength={100}
        data-testid="inbox-search"
        aria-label={desk.list.search}
        placeholder={desk.list.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setText('')
          event.currentTarget.blur()
        }}
      />
      {text && (
        <button type="button" aria-label={words.list.clear} onClick={() => setText('')}>
          <IconX size={16} aria-hidden />
        </button>
      )}
    </div>
  )
}
