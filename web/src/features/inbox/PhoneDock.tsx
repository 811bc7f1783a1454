import { IconExternalLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import type { SimulatorRef } from '~/api/types'
import { useWords } from '~/i18n'
import { Tip } from '~/ui'
import { keepPeople, keptPeople, type Person } from '../simulator/people'
import { Phone } from '../simulator/Phone'
import { useBusinessNumbers } from '../simulator/useBusiness'
import css from './InboxPage.module.css'

interface PhoneDockProps {
  simulator: SimulatorRef
  onPerson: (person: Person) => void
  onClose: () => void
}

/** A phone beside the inbox: write on it and watch the talk grow. */
export const PhoneDock = memo(function PhoneDock({ simulator, onPerson, onClose }: PhoneDockProps) {
  const words = useWords()
  const [people, setPeople] = useState(keptPeople)
  const numbers = useBusinessNumbers(simulator.api)
  const known = numbers.data?.find((each) => each.id === simulator.phoneNumberId)
  const business = known ?? { id: simulator.phoneNumberId, number: simulator.number, name: words.phone.business }

  return (
    <Phone
      api={simulator.api}
      business={business}
      person={people[0]!}
      onPerson={(person) => {
        const next = people.with(0, person)
        setPeople(next)
        keepPeople(next)
        onPerson(person)
      }}
      onRemove={onClose}
      removeLabel={words.phone.close}
      tools={
        <Tip label={words.phone.full} side="bottom-end">
          <Link to="/simulator" search={{ phone: people[0]!.phone }} className={css.full} aria-label={words.phone.full}>
            <IconExternalLink size={17} aria-hidden />
          </Link>
        </Tip>
      }
    />
  )
})
