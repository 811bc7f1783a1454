import { IconHourglass, IconUser } from '@tabler/icons-react'
import { memo } from 'react'
import type { Conversation } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import type { Words } from '~/i18n/en'
import { lastActivity } from '~/model/conversations'
import { plainWords } from '~/model/formatting'
import { Avatar, initials, Tick } from '~/ui'
import css from './ListRows.module.css'
import { nameOf } from './names'

interface ListRowProps {
  conversation: Conversation
  selected: boolean
  words: Words
  dates: Dates
  onSelect: (id: number) => void
}

/** One conversation of the list: plain HTML, because a thousand of them pass by. */
export const ListRow = memo(function ListRow({ conversation, selected, words, dates, onSelect }: ListRowProps) {
  const { id, lastMessage: last, unread } = conversation
  const name = nameOf(conversation, words)
  const ours = last?.direction === 'outbound'
  const failed = ours && last.status === 'failed'
  return (
    <a
      href={`/inbox/${id}${location.search}`}
      className={css.row}
      data-testid="inbox-row"
      data-conversation={id}
      data-unread={unread > 0 || undefined}
      aria-current={selected ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        onSelect(id)
      }}
    >
      <span className={css.face}>
        <Avatar name={name} />
        <OwnerMark conversation={conversation} words={words} />
      </span>
      <span className={css.text}>
        <span className={css.line}>
          <span className={css.name}>{name}</span>
          <time className={css.time} dateTime={lastActivity(conversation)}>
            {dates.stamp(lastActivity(conversation))}
          </time>
        </span>
        <span className={css.line}>
          <span className={`${css.preview} ${failed ? css.failed : ''}`}>
            {ours && <Tick status={last.status} label={words.ticks[last.status] ?? last.status} />}
            <span className={css.words}>{last ? preview(conversation, words) : ''}</span>
          </span>
          {unread > 0 && (
            <span className={css.unread} aria-label={words.list.unread(unread)} role="img">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </span>
      </span>
    </a>
  )
})

function preview({ lastMessage: last }: Conversation, words: Words): string {
  if (!last) return ''
  const kind = words.kinds[last.kind] ?? words.kinds.unsupported!
  const plain = plainWords(last.text)
  const named = ['text', 'buttons', 'list', 'reply', 'system', 'template', 'interactive', 'event'].includes(last.kind)
  return named && plain ? plain : plain ? `${kind}: ${plain}` : kind
}

/** A face small enough for a badge. */
function BotGlyph() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M6 1v2" strokeWidth="1.4" strokeLinecap="round" />
      <rect x="1.7" y="3" width="8.6" height="7" rx="2.4" strokeWidth="1.4" />
      <path d="M4.4 6.2v.7M7.6 6.2v.7" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}

/** Whose turn it is, in a corner of the avatar. */
function OwnerMark({ conversation: { owner, assignee }, words }: { conversation: Conversation; words: Words }) {
  if (owner === 'bot')
    return (
      <span className={css.owner} data-owner="bot" title={words.list.ownerBot}>
        <BotGlyph />
        <span className="sr-only">{words.list.ownerBot}</span>
      </span>
    )
  if (owner === 'person' && assignee) {
    const label = words.list.ownerPerson(assignee.name)
    return (
      <span className={css.owner} data-owner="person" title={label}>
        <span aria-hidden="true">{initials(assignee.name).slice(0, 1)}</span>
        <span className="sr-only">{label}</span>
      </span>
    )
  }
  const label = owner === 'queue' ? words.list.ownerQueue : words.list.ownerNobody
  return (
    <span className={css.owner} data-owner="queue" title={label}>
      {owner === 'queue' ? <IconHourglass size={11} aria-hidden /> : <IconUser size={11} aria-hidden />}
      <span className="sr-only">{label}</span>
    </span>
  )
}
