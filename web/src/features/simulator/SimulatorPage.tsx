import { IconDeviceMobileOff, IconLayoutSidebarRight, IconPlus } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { keep, kept } from '~/storage'
import { Blank, Button, Toggle } from '~/ui'
import { defaultApi } from './line'
import { keepPeople, keptPeople, mostPhones, type Person, somebody, withPhone } from './people'
import { Phone } from './Phone'
import { PhoneSwitches } from './PhoneSwitches'
import { SidePane } from './SidePane'
import css from './SimulatorPage.module.css'
import { useBusinessNumbers } from './useBusiness'

/** Phones on a page of their own, side by side. Needs nothing but the simulator. */
export function SimulatorPage() {
  const words = useWords()
  useTitle(words.phone.page)
  const { data: session } = useSession()
  const api = session?.simulator?.api ?? defaultApi
  const numbers = useBusinessNumbers(api)
  const { phone } = useSearch({ from: '/simulator' })
  const [people, setPeople] = useState(() => withPhone(keptPeople(), phone))
  const [side, setSide] = useState(() => kept('simulatorSide') !== 'closed')
  const [chosen, setChosen] = useState<string | null>(null)

  const change = (next: Person[]) => {
    setPeople(next)
    keepPeople(next)
  }
  const business =
    numbers.data?.find((each) => each.id === (chosen ?? session?.simulator?.phoneNumberId)) ?? numbers.data?.[0]

  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={css.title}>{words.phone.page}</h1>
        <p className={css.hint}>{words.phone.pageHint}</p>
        <span className={css.space} />
        {numbers.data && numbers.data.length > 1 && (
          <select
            className={css.select}
            aria-label={words.phone.which}
            value={business?.id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {numbers.data.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name} {phoneText(each.number)}
              </option>
            ))}
          </select>
        )}
        <Toggle
          on={side}
          data-testid="side-pane"
          onClick={() => {
            setSide(!side)
            keep('simulatorSide', side ? 'closed' : 'open')
          }}
        >
          <IconLayoutSidebarRight size={16} aria-hidden /> {words.simulator.traffic}
        </Toggle>
        <Button data-testid="add-phone" disabled={people.length >= mostPhones} onClick={() => change([...people, somebody(people)])}>
          <IconPlus size={16} aria-hidden /> {words.phone.add}
        </Button>
      </header>
      <div className={css.body}>
        <div className={css.phones}>
          {numbers.data && !business && (
            <Blank icon={<IconDeviceMobileOff size={28} />} title={words.phone.none} />
          )}
          {!numbers.data && numbers.failureCount > 0 && (
            <Blank icon={<IconDeviceMobileOff size={28} />} title={words.phone.down} />
          )}
          {business &&
            people.map((person, index) => (
              <Phone
                key={index}
                api={api}
                business={business}
                person={person}
                onPerson={(next) => change(people.with(index, next))}
                tools={<PhoneSwitches api={api} number={business.id} phone={person.phone} />}
                onRemove={people.length > 1 ? () => change(people.toSpliced(index, 1)) : undefined}
              />
            ))}
        </div>
        {side && numbers.data && <SidePane api={api} people={people} />}
      </div>
    </div>
  )
}
