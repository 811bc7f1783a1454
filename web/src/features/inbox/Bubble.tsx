import { memo } from 'react'
import type { Author, Message } from '~/api/types'
import type { Dates } from '~/i18n/dates'
import type { Words } from '~/i18n/en'
import type { Item } from '~/model/layout'
import type { Pending } from '~/model/outbox'
import { Button, RichText, Tick } from '~/ui'
import css from './Bubble.module.css'
import { BubbleContent } from './BubbleContent'

interface BubbleProps {
  item: Extract<Item, { type: 'bubble' }>
  words: Words
  dates: Dates
}

/** One message. Drawn again only when it, or its place in its group, has changed. */
export const Bubble = memo(
  function Bubble({ item, words, dates }: BubbleProps) {
    const { message, first, last, chosen, reactions } = item
    const ours = message.direction === 'outbound'
    return (
      <article
        className={css.turn}
        data-key={item.key}
        data-side={ours ? 'ours' : 'theirs'}
        data-first={first || undefined}
        data-last={last || undefined}
      >
        {first && ours && <Caption author={message.author} words={words} />}
        <div
          className={css.bubble}
          data-testid="bubble"
          data-seq={message.seq}
          data-status={message.status}
          data-direction={message.direction}
        >
          <BubbleContent content={message.content} text={message.text} chosen={chosen} words={words} />
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
        {message.status === 'failed' && <Failure message={message} words={words} />}
        {message.status === 'unknown' && <p className={css.doubt}>{words.ticks.unknown}</p>}
      </article>
    )
  },
  (before, after) =>
    before.words === after.words &&
    before.dates === after.dates &&
    before.item.message === after.item.message &&
    before.item.first === after.item.first &&
    before.item.last === after.item.last &&
    before.item.chosen === after.item.chosen &&
    before.item.reactions === after.item.reactions,
)

function Caption({ author, words }: { author: Author; words: Words }) {
  const text =
    author.type === 'bot'
      ? words.thread.botCaption(author.flowName, author.version, author.nodeName ?? author.nodeId)
      : author.type === 'person'
        ? author.name
        : author.type === 'broadcast'
          ? words.thread.broadcast(author.title)
          : ''
  return text ? <p className={css.caption}>{text}</p> : null
}

function Failure({ message: { error }, words }: { message: Message; words: Words }) {
  const why = error
    ? (words.failures[error.code] ?? words.failure(error.code, error.details ?? error.title))
    : ''
  return (
    <p className={css.failure}>
      <strong>{why ? words.thread.notDelivered : words.ticks.failed}</strong> {why}
    </p>
  )
}

interface PendingBubbleProps {
  pending: Pending
  itemKey: string
  first: boolean
  words: Words
  dates: Dates
  onRetry: (clientId: string) => void
  onDiscard: (clientId: string) => void
}

/** A reply of ours before the server has confirmed it. */
export const PendingBubble = memo(function PendingBubble(props: PendingBubbleProps) {
  const { pending, first, words, dates } = props
  const status = pending.state === 'refused' ? 'failed' : pending.state === 'waiting' ? 'waiting' : 'queued'
  return (
    <article className={css.turn} data-key={props.itemKey} data-side="ours" data-first={first || undefined} data-last>
      <div className={css.bubble} data-testid="bubble" data-status={status} data-direction="outbound" data-pending>
        <RichText text={pending.text} />
        <span className={css.meta}>
          <time dateTime={pending.at}>{dates.time(pending.at)}</time>
          <Tick status={status} label={words.ticks[status] ?? status} />
        </span>
      </div>
      {pending.state === 'refused' && (
        <p className={css.failure}>
          <strong>{words.thread.refusedHere}</strong> {pending.reason}
          <Button look="quiet" onClick={() => props.onRetry(pending.clientId)}>
            {words.composer.retry}
          </Button>
          <Button look="quiet" onClick={() => props.onDiscard(pending.clientId)}>
            {words.thread.discard}
          </Button>
        </p>
      )}
    </article>
  )
})
