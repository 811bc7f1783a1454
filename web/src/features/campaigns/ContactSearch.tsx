import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { phoneText } from '~/model/phoneText'
import { Avatar, Field, TextInput } from '~/ui'
import type { CampaignsApi } from './api'
import css from './ContactSearch.module.css'
import type { Contact } from './types'
import { useCampaignWords } from './words'

interface ContactSearchProps {
  api: CampaignsApi
  label: string
  /** What the button of somebody found does. */
  action: (name: string) => string
  onPick: (contact: Contact, name: string) => void
}

export const calledOf = ({ id, name, phone }: Pick<Contact, 'id' | 'name' | 'phone'>) => name?.trim() || (phone ? phoneText(phone) : `#${id}`)

/** Finds somebody by name or number. */
export function ContactSearch({ api, label, action, onPick }: ContactSearchProps) {
  const words = useCampaignWords()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const hits = useQuery({ queryKey: ['campaigns', api.workspace, 'find', search], queryFn: () => api.contacts({ search, limit: 6 }), enabled: search !== '', staleTime: 30_000 })
  const found = search === '' ? [] : (hits.data?.items ?? [])
  return (
    <div className={css.search}>
      <Field label={label}>{(ids) => <TextInput {...ids} type="search" data-testid="find-contact" value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />}</Field>
      {found.length > 0 && (
        <ul className={css.hits}>
          {found.map((contact) => {
            const name = calledOf(contact)
            return (
              <li key={contact.id}>
                <button
                  type="button"
                  className={css.hit}
                  aria-label={action(name)}
                  data-testid="found-contact"
                  onClick={() => {
                    setTyped('')
                    onPick(contact, name)
                  }}
                >
                  <Avatar name={name} size={24} />
                  <b>{name}</b>
                  {contact.name && contact.phone && <small>{phoneText(contact.phone)}</small>}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {search !== '' && hits.data && found.length === 0 && (
        <p className={css.none} role="status">
          {words.audience.noHit}
        </p>
      )}
    </div>
  )
}
