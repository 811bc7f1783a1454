import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { CampaignsApi } from '../api'
import { calledOf, ContactSearch } from '../ContactSearch'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

interface One {
  id: number
  name: string
}

interface ChosenPeopleProps {
  api: CampaignsApi
  contacts: readonly One[]
  onChange: (contacts: readonly One[]) => void
}

/** As many as are worth showing one by one. */
const mostShown = 60

/** People picked one by one. */
export function ChosenPeople({ api, contacts, onChange }: ChosenPeopleProps) {
  const words = useCampaignWords()
  const add = (one: One) => {
    if (!contacts.some(({ id }) => id === one.id)) onChange([...contacts, one])
  }
  return (
    <>
      <ContactSearch api={api} label={words.audience.find} action={words.audience.add} onPick={({ id }, name) => add({ id, name })} />
      {contacts.length > 0 && (
        <>
          <p role="status">{words.audience.chosen(contacts.length)}</p>
          <ul className={css.chips}>
            {contacts.slice(0, mostShown).map((one) => (
              <Chosen key={one.id} api={api} one={one} onRemove={() => onChange(contacts.filter(({ id }) => id !== one.id))} />
            ))}
            {contacts.length > mostShown && <li>+{contacts.length - mostShown}&nbsp;&nbsp;</li>}
          </ul>
        </>
      )}
    </>
  )
}

function Chosen({ api, one, onRemove }: { api: CampaignsApi; one: One; onRemove: () => void }) {
  const words = useCampaignWords()
  // a stored draft knows people by their number in the list alone
  const nameless = one.name === String(one.id)
  const { data } = useQuery({ queryKey: ['campaigns', api.workspace, 'contact', one.id], queryFn: () => api.contact(one.id), enabled: nameless, staleTime: Infinity })
  const name = nameless && data ? calledOf(data.contact) : one.name
  return (
    <li>
      {name}
      <button type="button" aria-label={words.audience.removeOne(name)} onClick={onRemove}>
        <IconX size={14} aria-hidden />
      </button>
    </li>
  )
}
