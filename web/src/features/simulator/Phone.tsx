import { IconAlertCircle, IconX } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Avatar, Button, IconButton, Popover, useNow } from '~/ui'
import type { ChatForm, ChatList, ChatMessage } from './chat'
import { ChatLog } from './ChatLog'
import { ListSheet } from './ListSheet'
import type { BusinessNumber } from './line'
import { cleanNumber, isNumber, type Person, somebody } from './people'
import css from './Phone.module.css'
import { PhoneInput } from './PhoneInput'
import { usePhone } from './usePhone'

const FormSheet = lazy(() => import('./FormSheet').then((file) => ({ default: file.FormSheet })))

interface PhoneProps {
  api: string
  business: BusinessNumber
  person: Person
  onPerson: (person: Person) => void
  onRemove?: () => void
  removeLabel?: string
  tools?: ReactNode
}

/** A simulated phone: a customer's chat with the business, drawn by us, answered by the real engine. */
export function Phone({ api, business, person, onPerson, onRemove, removeLabel, tools }: PhoneProps) {
  const words = useWords()
  return (
    <section className={css.stand} aria-label={`${words.phone.title}: ${person.name}`}>
      <div className={css.tools}>
        <PersonButton person={person} onPerson={onPerson} />
        <span className={css.space} />
        {tools}
        {onRemove && (
          <IconButton tipSide="bottom-end" label={removeLabel ?? words.phone.remove} onClick={onRemove}>
            <IconX size={18} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className={css.case}>
        {/* what is open or half written is of this person, in this chat */}
        <Screen key={`${business.id} ${person.phone}`} api={api} business={business} person={person} />
      </div>
    </section>
  )
}

function Screen({ api, business, person }: { api: string; business: BusinessNumber; person: Person }) {
  const words = useWords()
  const { chat, typing, up, speak, again } = usePhone(api, business.id, person)
  const [list, setList] = useState<{ id: string; list: ChatList } | null>(null)
  const [quoted, setQuoted] = useState<ChatMessage | null>(null)
  const [form, setForm] = useState<{ id: string; form: ChatForm } | null>(null)

  return (
    <div className={css.screen}>
      <StatusBar />
      <header className={css.head}>
        <Avatar name={business.name} size={36} />
        <div className={css.who}>
          <h2 className={css.business}>{business.name}</h2>
          <p className={css.state} aria-live="polite">
            {typing ? words.phone.typing : up === null ? words.phone.connecting : words.phone.simulated}
          </p>
        </div>
      </header>
      {up === false && (
        <p className={css.down} role="status">
          <IconAlertCircle size={16} aria-hidden /> {words.phone.down}
        </p>
      )}
      <ChatLog
        api={api}
        chat={chat}
        typing={typing}
        businessName={business.name}
        onSay={speak}
        onAgain={again}
        onQuote={setQuoted}
        onList={(id, opened) => setList({ id, list: opened })}
        onForm={(id, opened) => setForm({ id, form: opened })}
      />
      <PhoneInput onSay={speak} quoted={quoted} onUnquote={() => setQuoted(null)} />
      {form && (
        <Suspense>
          <FormSheet
            api={api}
            number={business.id}
            phone={person.phone}
            messageId={form.id}
            form={form.form}
            onClose={() => setForm(null)}
            onDone={(data) => {
              setForm(null)
              speak({ type: 'flow', to: form.id, data }, form.form.cta)
            }}
          />
        </Suspense>
      )}
      {list && (
        <ListSheet
          list={list.list}
          onClose={() => setList(null)}
          onChoose={(choice, title) => {
            setList(null)
            speak({ type: 'reply', to: list.id, choice }, title)
          }}
        />
      )}
    </div>
  )
}

function StatusBar() {
  const dates = useDates()
  const now = useNow(15_000)
  return (
    <div className={css.bar} aria-hidden="true">
      <span>{dates.time(now)}</span>
      <span className={css.island} />
      <svg viewBox="0 0 46 14" width="46" height="14" fill="currentColor">
        <path d="M0 9h3v3H0zM4.5 6.5h3V12h-3zM9 4h3v8H9zM13.5 1.5h3V12h-3z" opacity="0.9" />
        <rect x="22.7" y="2.2" width="19.6" height="9.6" rx="2.8" fill="none" stroke="currentColor" />
        <rect x="24.5" y="4" width="13" height="6" rx="1.3" />
        <rect x="43.6" y="5" width="1.6" height="4" rx="0.8" />
      </svg>
    </div>
  )
}

function PersonButton({ person, onPerson }: { person: Person; onPerson: (person: Person) => void }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      opened={open}
      onClose={() => setOpen(false)}
      label={words.phone.person}
      target={
        <button type="button" className={css.person} onClick={() => setOpen(!open)}>
          <span className="sr-only">{words.phone.person}: </span>
          <Avatar name={person.name} size={28} />
          <span className={css.personText}>
            <span className={css.personName}>{person.name}</span>
            <span className={css.personNumber}>{phoneText(person.phone)}</span>
          </span>
        </button>
      }
    >
      <PersonForm
        person={person}
        onDone={(chosen) => {
          setOpen(false)
          onPerson(chosen)
        }}
      />
    </Popover>
  )
}

function PersonForm({ person, onDone }: { person: Person; onDone: (person: Person) => void }) {
  const words = useWords()
  const id = useId()
  const [draft, setDraft] = useState(person)
  const good = isNumber(draft.phone) && draft.name.trim().length > 0
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (good) onDone({ phone: cleanNumber(draft.phone), name: draft.name.trim() })
      }}
    >
      <p className={css.formHint}>{words.phone.personHint}</p>
      <label htmlFor={`${id}name`}>{words.phone.name}</label>
      <input
        id={`${id}name`}
        data-autofocus
        value={draft.name}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <label htmlFor={`${id}number`}>{words.phone.number}</label>
      <input
        id={`${id}number`}
        data-testid="phone-number"
        value={draft.phone}
        inputMode="tel"
        autoComplete="off"
        aria-invalid={!isNumber(draft.phone)}
        aria-describedby={`${id}hint`}
        onChange={(event) => setDraft({ ...draft, phone: event.target.value })}
      />
      <p id={`${id}hint`} className={isNumber(draft.phone) ? css.formHint : css.formBad}>
        {isNumber(draft.phone) ? words.phone.numberHint : words.phone.numberBad}
      </p>
      <div className={css.formActions}>
        <Button look="quiet" onClick={() => setDraft(somebody([draft]))}>
          {words.phone.fresh}
        </Button>
        <Button look="primary" type="submit" disabled={!good}>
          {words.phone.use}
        </Button>
      </div>
    </form>
  )
}
