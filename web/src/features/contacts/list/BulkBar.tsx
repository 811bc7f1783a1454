import { useState } from 'react'
import { useWords } from '~/i18n'
import { Button, Dialog, Field, TextInput } from '~/ui'
import { Form } from '~/ui/page'
import { useTags } from '../../rules/known'
import type { Bulk } from '../model'
import { useContactsWords } from '../words'
import css from './Contacts.module.css'

interface BulkBarProps {
  workspace: string
  count: number
  onClear: () => void
  onAll: () => void
  onChange: (change: Bulk) => void
}

/** What can be done with those who are selected. */
export function BulkBar({ workspace, count, onClear, onAll, onChange }: BulkBarProps) {
  const words = useContactsWords()
  const common = useWords()
  const tags = useTags(workspace)
  const [asked, setAsked] = useState<'tag' | 'untag' | 'out' | null>(null)
  const [tag, setTag] = useState('')
  const close = () => setAsked(null)
  const send = () => {
    if (tag.trim() === '') return
    close()
    onChange(asked === 'tag' ? { tag: tag.trim() } : { untag: tag.trim() })
  }
  return (
    <div className={css.bulk} data-testid="bulk">
      <span role="status">{words.selected(count)}</span>
      <Button onClick={() => setAsked('tag')}>{words.addTag}</Button>
      <Button onClick={() => setAsked('untag')}>{words.removeTag}</Button>
      <Button onClick={() => setAsked('out')}>{words.optOut}</Button>
      <Button look="quiet" onClick={onAll}>
        {words.selectAll}
      </Button>
      <Button look="quiet" onClick={onClear}>
        {words.clear}
      </Button>
      {(asked === 'tag' || asked === 'untag') && (
        <Dialog
          title={asked === 'tag' ? words.addTag : words.removeTag}
          closeLabel={common.common.close}
          onClose={close}
          actions={
            <Button look="primary" disabled={tag.trim() === ''} onClick={send} data-testid="bulk-go">
              {asked === 'tag' ? words.addTag : words.removeTag}
            </Button>
          }
        >
          <Form onSend={send}>
            <Field label={words.tagName}>
              {(ids) => <TextInput {...ids} data-testid="bulk-tag" list="known-tags" maxLength={60} value={tag} autoFocus onChange={(event) => setTag(event.target.value)} />}
            </Field>
            <datalist id="known-tags">
              {tags.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </Form>
        </Dialog>
      )}
      {asked === 'out' && (
        <Dialog
          title={words.optOutTitle(count)}
          closeLabel={common.common.close}
          onClose={close}
          actions={
            <Button
              look="primary"
              onClick={() => {
                close()
                onChange({ optedOut: true })
              }}
            >
              {words.optOut}
            </Button>
          }
        >
          <p>{words.optOutHint}</p>
        </Dialog>
      )}
    </div>
  )
}
