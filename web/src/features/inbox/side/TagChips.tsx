import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { Button, TextInput } from '~/ui'
import { useTags } from '../../rules/known'
import { useDeskWords } from '../desk/words'
import css from './Side.module.css'

interface TagChipsProps {
  tags: readonly string[]
  writes: boolean
  onChange: (tags: string[]) => void
}

/** The contact's tags, each with a way to take it off, and a line for a new one. */
export function TagChips({ tags, writes, onChange }: TagChipsProps) {
  const { side } = useDeskWords()
  const known = useTags(useInboxStore()?.workspace ?? '')
  const [text, setText] = useState<string | null>(null)
  // Who leaves the line by a key is put back on its button.
  const [byKey, setByKey] = useState(false)
  const add = (key: boolean) => {
    setByKey(key)
    const tag = (text ?? '').trim()
    setText(null)
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
  }
  return (
    <ul className={css.chips}>
      {tags.map((tag) => (
        <li key={tag}>
          {tag}
          {writes && (
            <button type="button" aria-label={side.removeTag(tag)} onClick={() => onChange(tags.filter((each) => each !== tag))}>
              <IconX size={13} aria-hidden />
            </button>
          )}
        </li>
      ))}
      {writes && (
        <li className={css.adding}>
          {text === null ? (
            <Button look="quiet" autoFocus={byKey} data-testid="add-tag" onClick={() => setText('')}>
              <IconPlus size={14} aria-hidden /> {side.addTag}
            </Button>
          ) : (
            <TextInput
              autoFocus
              list="side-tags"
              aria-label={side.addTag}
              data-testid="tag-input"
              maxLength={60}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onBlur={() => add(false)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  // else the same press would open the line again
                  event.preventDefault()
                  add(true)
                }
                if (event.key !== 'Escape') return
                event.stopPropagation()
                setByKey(true)
                setText(null)
              }}
            />
          )}
          <datalist id="side-tags">
            {known.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </li>
      )}
    </ul>
  )
}
