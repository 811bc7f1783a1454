import { memo } from 'react'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import type { Item } from '~/model/layout'
import { useTalkWords } from '../talk'
import { Bubble } from './Bubble'
import { eventText } from './eventText'
import css from './Line.module.css'
import { NoteBubble } from './NoteBubble'
import { PendingBubble } from './PendingBubble'

interface LineProps {
  item: Item
  name: string
  live: boolean
  reacting: boolean
}

/** One line of the thread. */
export const Line = memo(function Line({ item, name, live, reacting }: LineProps) {
  const words = useWords()
  const talk = useTalkWords()
  const dates = useDates()
  switch (item.type) {
    case 'day':
      return (
        <p className={css.day}>
          <span>{dates.day(item.at)}</span>
        </p>
      )
    case 'divider':
      return (
        <p className={css.divider} data-divider data-testid="divider">
          <span>{words.thread.newMessages(item.count)}</span>
        </p>
      )
    case 'event':
      return (
        <p className={css.event} data-testid="event-line">
          {eventText(item.message, talk, dates) || words.kinds[item.message.kind] || item.message.kind}
          <time dateTime={item.message.createdAt} title={dates.full(item.message.createdAt)}>
            {' · '}
            {dates.time(item.message.createdAt)}
          </time>
        </p>
      )
    case 'note':
      return <NoteBubble message={item.message} itemKey={item.key} first={item.first} talk={talk} dates={dates} />
    case 'bubble':
      return <Bubble item={item} name={name} live={live} reacting={reacting} words={words} talk={talk} dates={dates} />
    case 'pending':
      return <PendingBubble pending={item.pending} itemKey={item.key} first={item.first} words={words} talk={talk} dates={dates} />
  }
})
