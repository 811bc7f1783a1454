import { IconArrowBackUp, IconMoodPlus } from '@tabler/icons-react'
import { memo } from 'react'
import type { Author } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import type { Words } from '~/i18n/en'
import type { Item } from '~/model/layout'
import { Tick } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Bubble.module.css'
import { BubbleContent } from './BubbleContent'
import { Doubt, Failure } from './Failure'
import { Quote } from './Quote'
import { QuickReactions } from './QuickReactions'

interface BubbleProps {
  item: Extract<Item, { type: 'bubble' }>
  /** The contact's name, for what is quoted. */
  name: string
  /** May be answered and reacted to by whoever sees it. */
  live: boolean
  /** Its reactions are offered. */
  reacting: boolean
  words: Words
  talk: TalkWords
  dates: Dates
}

/** One message. Drawn again only when it, or its place in its group, has changed; the log hears of all clicks. */
export const Bubble = memo(
  function Bubble({ item, name, live, reacting, words, talk, dates }: BubbleProps) {
    const { message, first, last, chosen, reactions } = item
    const ours = message.direction === 'outbound'
    const answerable = live && message.wamid !== null
    return (
      <article className={css.turn} tabIndex={-1} data-key={item.key} data-side={ours ? 'ours' : 'theirs'} data-first={first || undefined} data-last={last || undefined}>
        {first && ours && <Caption author={message.author} words={words} talk={talk} />}
        <div className={css.line}>
          <div
            className={css.bubble}
            data-testid="bubble"
            data-seq={message.seq}
            data-status={message.status}
            data-direction={message.direction}
            data-bare={message.content.type === 'media' && message.content.media === 'sticker' ? true : undefined}
          >
            {message.replyTo && <Quote quoted={item.quoted} name={name} words={words} talk={talk} />}
            <BubbleContent content={message.content} text={message.text} message={message.id} chosen={chosen} words={words} talk={talk} />
            <span className={css.meta}>
              {message.resent && <span>{words.thread.resent}</span>}
              <time dateTime={message.createdAt} title={dates.full(message.createdAt)}>
                {dates.time(message.createdAt)}
              </time>
              {ours && <Tick status={message.status} label={words.ticks[message.status] ?? message.status} />}
            </span>
            {reactions && (
              <span className={css.reactions} role="img" aria-label={`${words.thread.reactions}: ${reactions}`}>
                {reactions}
              </span>
            )}
          </div>
          {answerable && (
            <div className={css.tools}>
              <button type="button" className={css.tool} data-act="react" aria-label={talk.acts.react} title={talk.acts.react} aria-expanded={reacting}>
                <IconMoodPlus size={17} stroke={1.75} aria-hidden />
              </button>
              <button type="button" className={css.tool} data-act="reply" aria-label={talk.acts.reply} title={talk.acts.reply}>
                <IconArrowBackUp size={17} stroke={1.75} aria-hidden />
              </button>
            </div>
          )}
          {reacting && <QuickReactions ours={item.ourReaction} talk={talk} />}
        </div>
        {message.status === 'failed' && <Failure message={message} words={words} talk={talk} />}
        {message.status === 'unknown' && <Doubt words={words} talk={talk} />}
      </article>
    )
  },
  (before, after) =>
    before.words === after.words &&
    before.talk === after.talk &&
    before.dates === after.dates &&
    before.live === after.live &&
    before.reacting === after.reacting &&
    before.name === after.name &&
    before.item.message === after.item.message &&
    before.item.first === after.item.first &&
    before.item.last === after.item.last &&
    before.item.chosen === after.item.chosen &&
    before.item.reactions === after.item.reactions &&
    before.item.ourReaction === after.item.ourReaction &&
    before.item.quoted === after.item.quoted,
)

/** Who says it; a bot names its flow, version and step, and leads there. */
function Caption({ author, words, talk }: { author: Author; words: Words; talk: TalkWords }) {
  if (author.type === 'bot') {
    const step = author.nodeName ?? author.nodeId
    const query = author.nodeId ? `?step=${encodeURIComponent(author.nodeId)}` : ''
    return (
      <p className={css.caption}>
        <a href={`/flows/${encodeURIComponent(author.flowId)}${query}`} data-flow={author.flowId} data-step={author.nodeId} title={talk.openStep(step)}>
          {words.thread.botCaption(author.flowName, author.version, step)}
        </a>
      </p>
    )
  }
  const text = author.type === 'person' ? author.name : author.type === 'broadcast' ? words.thread.broadcast(author.title) : ''
  return text ? <p className={css.caption}>{text}</p> : null
}
