import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Conversation } from '~/api/types'
import { useLanguage, useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { phoneText } from '~/model/phoneText'
import { Avatar, IconButton } from '~/ui'
import css from './ContactPanel.module.css'
import { nameOf } from './names'

interface ContactPanelProps {
  conversation: Conversation
  onClose: () => void
}

/** Who this is, what runs with them, and who answers. */
export function ContactPanel({ conversation, onClose }: ContactPanelProps) {
  const words = useWords()
  const dates = useDates()
  const language = useLanguage()
  const { contact, channel, bot, owner, assignee } = conversation
  const name = nameOf(conversation, words)
  const who =
    owner === 'bot'
      ? words.list.ownerBot
      : assignee
        ? words.list.ownerPerson(assignee.name)
        : owner === 'queue'
          ? words.list.ownerQueue
          : words.list.ownerNobody

  return (
    <aside className={css.panel} aria-label={words.contact.title} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className={css.head}>
        <h2>{words.contact.title}</h2>
        <IconButton tipSide="bottom-end" label={words.contact.close} onClick={onClose}>
          <IconX size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={css.who}>
        <Avatar name={name} size={56} />
        <p className={css.name}>{name}</p>
        {contact.phone && <p className={css.number}>{phoneText(contact.phone)}</p>}
      </div>
      <section className={css.card}>
        <h3>{words.contact.running}</h3>
        {bot ? (
          <>
            <p className={css.flow}>
              {bot.flowName} <span>v{bot.version}</span>
            </p>
            <p className={css.step}>{words.contact.at(bot.nodeName ?? bot.nodeId ?? '')}</p>
          </>
        ) : (
          <p className={css.step}>{words.contact.nothingRunning}</p>
        )}
      </section>
      <dl className={css.facts}>
        <Fact label={words.contact.owner}>{who}</Fact>
        {contact.language && <Fact label={words.contact.language}>{languageName(contact.language, language)}</Fact>}
        {contact.bsuid && <Fact label={words.contact.userId}>{contact.bsuid}</Fact>}
        <Fact label={words.contact.channel}>
          {channel.title} · {phoneText(channel.number)}
        </Fact>
        <Fact label={words.contact.since}>{dates.date(conversation.createdAt)}</Fact>
        <Fact label={words.contact.tags}>
          {contact.tags.length > 0 ? (
            <span className={css.tags}>
              {contact.tags.map((tag) => (
                <span key={tag}>{tag}</span>
              ))}
            </span>
          ) : (
            <span className={css.none}>{words.contact.noTags}</span>
          )}
        </Fact>
      </dl>
    </aside>
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
