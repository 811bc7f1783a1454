import { IconLock } from '@tabler/icons-react'
import { memo } from 'react'
import type { Message } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import { splitMentions } from '~/model/mentions'
import { RichText } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Bubble.module.css'

interface NoteBubbleProps {
  message: Message
  itemKey: string
  first: boolean
  talk: TalkWords
  dates: Dates
}

/** A note between colleagues, which cannot be taken for something the contact has seen. */
export const NoteBubble = memo(function NoteBubble({ message, itemKey, first, talk, dates }: NoteBubbleProps) {
  const { content, author } = message
  if (content.type !== 'note') return null
  const names = content.mentions.map((each) => each.name)
  return (
    <article className={css.turn} tabIndex={-1} data-key={itemKey} data-side="ours" data-first={first || undefined} data-last>
      <div className={css.bubble} data-testid="note" data-seq={message.seq} data-note title={talk.note.only}>
        <p className={css.kind}>
          <IconLock size={13} aria-hidden /> {talk.note.label}
          {author.type === 'person' && ` · ${author.name}`}
        </p>
        <span dir="auto">
          {splitMentions(content.text, names).map((part, index) =>
            part.mention ? (
              <mark key={index} className={css.mention}>
                {part.text}
              </mark>
            ) : (
              <RichText key={index} text={part.text} />
            ),
          )}
        </span>
        <span className={css.meta}>
          <time dateTime={message.createdAt} title={dates.full(message.createdAt)}>
            {dates.time(message.createdAt)}
          </time>
        </span>
      </div>
    </article>
  )
})
