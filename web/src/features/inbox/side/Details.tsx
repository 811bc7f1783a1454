import { IconExternalLink, IconTag } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Conversation } from '~/api/types'
import { useAct } from '~/app/useAct'
import { useLanguage, useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Avatar, Button } from '~/ui'
import { useFields } from '../../rules/known'
import { fieldText, fieldValue, valuesOf } from '../../contacts/model'
import { useDesk } from '../desk/DeskProvider'
import { useDeskWords } from '../desk/words'
import { nameOf } from '../names'
import { InlineField } from './InlineField'
import { Running } from './Running'
import css from './Side.module.css'
import { TagChips } from './TagChips'
import { useContact } from './useContact'

/** Who this is and what runs with them. */
export function Details({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const { side, act, labels } = useDeskWords()
  const dates = useDates()
  const language = useLanguage()
  const desk = useDesk()
  const { ws, contact, failed, change } = useContact(conversation)
  const fields = useFields(ws)
  const { failure, act: attempt } = useAct()
  const { channel } = conversation
  const name = nameOf(conversation, words)
  const put = (what: object) => void attempt(() => change(what))
  const values = contact ? valuesOf(contact) : {}
  const tags = contact?.tags ?? conversation.contact.tags

  return (
    <>
      <div className={css.who}>
        <Avatar name={name} size={48} />
        <div>
          <p className={css.name}>{name}</p>
          {conversation.contact.phone && <p className={css.number}>{phoneText(conversation.contact.phone)}</p>}
          <Link to="/contacts/$contact" params={{ contact: String(conversation.contact.id) }} className={css.profile}>
            {side.profile} <IconExternalLink size={13} aria-hidden />
          </Link>
        </div>
      </div>
      {(failure || failed) && (
        <p className={css.trouble} role="alert">
          {failure?.message ?? side.failed}
        </p>
      )}
      <Part title={words.contact.tags}>
        <TagChips tags={tags} writes={desk.writes && contact !== undefined} onChange={(next) => put({ tags: next })} />
      </Part>
      <Part title={act.labels}>
        <ul className={css.chips}>
          {conversation.labels.map((label) => (
            <li key={label}>{label}</li>
          ))}
          {desk.writes && (
            <li className={css.adding}>
              <Button look="quiet" data-testid="side-labels" onClick={() => desk.begin('labels', [conversation.id])}>
                <IconTag size={14} aria-hidden /> {labels.add}
              </Button>
            </li>
          )}
        </ul>
      </Part>
      <Running conversation={conversation} />
      <Part title={side.fields}>
        {fields.length === 0 && <p className={css.none}>{side.noFields}</p>}
        {fields.length > 0 && (
          <dl className={css.facts}>
            {fields.map((field) => (
              <InlineField
                key={field.key}
                label={field.title}
                type={field.type}
                choices={field.choices}
                text={fieldText(values[field.key])}
                writes={desk.writes && contact !== undefined}
                onPut={(text) => {
                  const value = fieldValue(field.type, text)
                  if (value === undefined) return false
                  put({ fields: { [field.key]: value } })
                  return true
                }}
              />
            ))}
          </dl>
        )}
      </Part>
      <Part title={words.contact.title}>
        <dl className={css.facts}>
          {(contact?.language ?? conversation.contact.language) && <Fact label={words.contact.language}>{languageName(contact?.language ?? conversation.contact.language ?? '', language)}</Fact>}
          <Fact label={words.contact.channel}>
            {channel.title} · {phoneText(channel.number)}
          </Fact>
          <Fact label={words.contact.since}>{dates.date(conversation.createdAt)}</Fact>
          {conversation.contact.bsuid && <Fact label={words.contact.userId}>{conversation.contact.bsuid}</Fact>}
        </dl>
      </Part>
    </>
  )
}

export function Part({ title, tools, children }: { title: string; tools?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.part}>
      <header>
        <h3>{title}</h3>
        {tools}
      </header>
      {children}
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function languageName(code: string, language: string) {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code.replace('_', '-')) ?? code
  } catch {
    return code
  }
}
