import { IconCircleCheck, IconClockPause, IconEye, IconHourglass, IconUser } from '@tabler/icons-react'
import { memo } from 'react'
import type { Conversation } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import type { Words } from '~/i18n/en'
import { plainWords } from '~/model/formatting'
import { lastActivity } from '~/model/listQuery'
import type { Here } from '~/model/presence'
import { Avatar, initials, Tick } from '~/ui'
import { spanText, urgency } from '../desk/spans'
import type { DeskWords } from '../desk/words/en'
import { nameOf } from '../names'
import css from './ListRows.module.css'

interface ListRowProps {
  conversation: Conversation
  selected: boolean
  marked: boolean
  others: readonly Here[] | undefined
  words: Words
  desk: DeskWords
  dates: Dates
  /** To the minute: so that a wait grows on screen, and rows are drawn again no more often. */
  now: number
  onSelect: (id: number) => void
  onMark: (id: number, range: boolean) => void
}

/** One conversation of the list: plain HTML, because a thousand of them pass by. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { conversation, selected, marked, others, words, desk, dates, now, onSelect, onMark } = props
  const { id, lastMessage: last, unread } = conversation
  const name = nameOf(conversation, words)
  const ours = last?.direction === 'outbound'
  const failed = ours && last.status === 'failed'
  const typing = others?.find((each) => each.typing)
  const urgent = conversation.owner !== 'bot' && conversation.status === 'open' ? urgency(conversation.waitingSince, now) : null
  return (
    <div className={css.row} data-urgent={urgent ?? undefined} data-selected={selected || undefined} data-marked={marked || undefined}>
      <a
        href={`/inbox/${id}${location.search}`}
        className={css.open}
        data-testid="inbox-row"
        data-conversation={id}
        data-unread={unread > 0 || undefined}
        aria-current={selected ? 'page' : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return
          event.preventDefault()
          if (event.shiftKey) onMark(id, true)
          else onSelect(id)
        }}
      >
        <span className={css.face}>
          <Avatar name={name} />
          <OwnerMark conversation={conversation} words={words} />
        </span>
        <span className={css.text}>
          <span className={css.line}>
            <span className={css.name}>{name}</span>
            <StateGlyph conversation={conversation} desk={desk} dates={dates} />
            {urgent && urgent !== 'calm' && conversation.waitingSince ? (
              <WaitTime since={conversation.waitingSince} now={now} desk={desk} />
            ) : (
              <time className={css.time} dateTime={lastActivity(conversation)}>
                {dates.stamp(lastActivity(conversation))}
              </time>
            )}
          </span>
          <span className={css.line}>
            {typing ? (
              <span className={css.typing} data-testid="row-typing">
                {desk.list.typing(typing.person.name)}
              </span>
            ) : (
              <span className={`${css.preview} ${failed ? css.failed : ''}`}>
                {ours && <Tick status={last.status} label={words.ticks[last.status] ?? last.status} />}
                <span className={css.words}>{last ? preview(conversation, words) : ''}</span>
              </span>
            )}
            {others && !typing && (
              <span className={css.glyph} role="img" data-testid="row-viewing" aria-label={desk.list.viewing(names(others))} title={desk.list.viewing(names(others))}>
                <IconEye size={15} aria-hidden />
              </span>
            )}
            {unread > 0 && (
              <span className={css.unread} aria-label={words.list.unread(unread)} role="img">
                {unread > 99 ? '99+' : unread}
              </span>
            )}
          </span>
        </span>
      </a>
      <label className={css.mark}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={marked}
          aria-label={desk.list.select(name)}
          data-testid="row-mark"
          onChange={(event) => onMark(id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </label>
    </div>
  )
})

const names = (others: readonly Here[]) => others.map((each) => each.person.name).join(', ')

function preview({ lastMessage: last }: Conversation, words: Words): string {
  if (!last) return ''
  const kind = words.kinds[last.kind] ?? words.kinds.unsupported!
  const plain = plainWords(last.text)
  const named = ['text', 'buttons', 'list', 'reply', 'system', 'template', 'interactive', 'event'].includes(last.kind)
  return named && plain ? plain : plain ? `${kind}: ${plain}` : kind
}

/** How long somebody waits, in words beside the coloured edge. */
function WaitTime({ since, now, desk }: { since: string; now: number; desk: DeskWords }) {
  const span = spanText(now - Date.parse(since), desk)
  return (
    <time className={css.wait} dateTime={since} title={desk.list.waits(span)}>
      <IconHourglass size={13} aria-hidden />
      <span aria-hidden="true">{span}</span>
      <span className="sr-only">{desk.list.waits(span)}</span>
    </time>
  )
}

interface GlyphProps {
  conversation: Conversation
  desk: DeskWords
  dates: Dates
}

/** What is unusual about it: put aside, done. */
function StateGlyph({ conversation, desk, dates }: GlyphProps) {
  const { status, snoozedUntil } = conversation
  const [label, glyph] =
    status === 'snoozed'
      ? [snoozedUntil ? desk.list.snoozedUntil(dates.soon(snoozedUntil)) : desk.list.snoozed, <IconClockPause key="snoozed" size={15} aria-hidden />]
      : status === 'resolved'
        ? [desk.list.isResolved, <IconCircleCheck key="resolved" size={15} aria-hidden />]
        : ['', null]
  if (!glyph) return <span className={css.gap} />
  return (
    <span className={css.glyph} role="img" aria-label={label} title={label}>
      {glyph}
    </span>
  )
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
  if (assignee) {
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
