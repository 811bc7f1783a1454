import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Button, TextInput } from '~/ui'
import { useTags } from '../../rules/known'
import { useContactsWords } from '../words'
import css from './Profile.module.css'

interface TagEditorProps {
  workspace: string
  tags: readonly string[]
  writes: boolean
  onChange: (tags: string[]) => void
}

export function TagEditor({ workspace, tags, writes, onChange }: TagEditorProps) {
  const words = useContactsWords()
  const known = useTags(workspace)
  const [text, setText] = useState('')
  const add = () => {
    const tag = text.trim()
    setText('')
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
  }
  return (
    <>
      {tags.length === 0 && <p className={css.none}>{words.profile.noTags}</p>}
      {tags.length > 0 && (
        <ul className={css.tags}>
          {tags.map((tag) => (
            <li key={tag} data-plain={writes ? undefined : ''}>
              {tag}
              {writes && (
                <button type="button" aria-label={words.profile.removeTag(tag)} onClick={() => onChange(tags.filter((each) => each !== tag))}>
                  <IconX size={14} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {writes && (
        <form
          className={css.addTag}
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <TextInput aria-label={words.profile.addTag} placeholder={words.profile.addTag} list="tags-known" maxLength={60} value={text} onChange={(event) => setText(event.target.value)} />
          <Button type="submit" disabled={text.trim() === ''}>
            {words.profile.addTag}
          </Button>
          <datalist id="tags-known">
            {known.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </form>
      )}
    </>
  )
}
