import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { Avatar, Button, Dialog, TextInput } from '~/ui'
import { Notice } from '~/ui/page'
import { useFields } from '../../rules/known'
import { useRuleWords } from '../../rules/words'
import type { ContactsApi } from '../api'
import { type Contact, differences, titleOf } from '../model'
import { useContactsWords } from '../words'
import css from './Profile.module.css'

interface MergeDialogProps {
  api: ContactsApi
  contact: Contact
  onClose: () => void
  onMerged: () => void
}

/** Finds the other contact, shows field by field where they differ, and makes one of both. */
export function MergeDialog({ api, contact, onClose, onMerged }: MergeDialogProps) {
  const words = useContactsWords()
  const rules = useRuleWords()
  const common = useWords()
  const [typed, setTyped] = useState('')
  const [other, setOther] = useState<Contact | null>(null)
  const [take, setTake] = useState<ReadonlySet<string>>(new Set())
  const search = useDeferredValue(typed.trim())
  const { busy, failure, act } = useAct()
  const hits = useQuery({ queryKey: ['merge', search], queryFn: () => api.list({ search, where: [] }, undefined, 20), enabled: other === null })
  const fields = useFields(api.workspace)
  const shown = (part: string, text: string) => (part === 'phone' && text ? phoneText(text) : text)
  const differing = other ? differences(contact, other) : []
  const merge = () =>
    other &&
    act(async () => {
      await api.merge(contact.id, other.id, [...take])
      onMerged()
      onClose()
    })
  return (
    <Dialog
      title={words.merge.title}
      closeLabel={common.common.close}
      width={560}
      onClose={onClose}
      actions={
        other && (
          <>
            <Button onClick={() => setOther(null)}>{words.merge.choose}</Button>
            <Button look="primary" data-testid="merge" disabled={busy} onClick={() => void merge()}>
              {words.merge.do}
            </Button>
          </>
        )
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {!other && (
        <>
          <p>{words.merge.find}</p>
          <TextInput aria-label={words.search} placeholder={words.search} value={typed} autoFocus maxLength={100} onChange={(event) => setTyped(event.target.value)} />
          <ul className={css.hits}>
            {hits.data?.items
              .filter(({ id }) => id !== contact.id)
              .map((hit) => {
                const title = titleOf(hit, words.unknown)
                return (
                  <li key={hit.id}>
                    <button
                      type="button"
                      onClick={() => {
                        setTake(new Set())
                        setOther(hit)
                      }}
                    >
                      <Avatar name={title} size={28} />
                      {title}
                      <small>{hit.phone && phoneText(hit.phone)}</small>
                    </button>
                  </li>
                )
              })}
          </ul>
        </>
      )}
      {other && (
        <>
          <p>{words.merge.hint(titleOf(contact, words.unknown))}</p>
          {differing.length === 0 && <p>{words.merge.same}</p>}
          {differing.length > 0 && <p>{words.merge.differs}</p>}
          {differing.map(({ part, mine, theirs }) => {
            const put = (on: boolean) => {
              const next = new Set(take)
              if (on) next.add(part)
              else next.delete(part)
              setTake(next)
            }
            return (
              <fieldset key={part} className={css.choice}>
                <legend>{rules.attributes[part] ?? fields.find(({ key }) => `fields.${key}` === part)?.title ?? part.replace(/^fields\./, '')}</legend>
                <label>
                  <input type="radio" name={part} checked={!take.has(part)} onChange={() => put(false)} />
                  {shown(part, mine) || words.merge.none} <small>{words.merge.stays}</small>
                </label>
                <label>
                  <input type="radio" name={part} checked={take.has(part)} onChange={() => put(true)} />
                  {shown(part, theirs)} <small>{words.merge.taken}</small>
                </label>
              </fieldset>
            )
          })}
        </>
      )}
    </Dialog>
  )
}
