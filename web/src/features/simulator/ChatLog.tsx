import {
  IconChevronDown,
  IconExternalLink,
  IconForms,
  IconFile,
  IconList,
  IconMapPin,
  IconMicrophone,
  IconMoodSmile,
  IconPhoto,
  IconCornerUpLeft,
  IconVideo,
} from '@tabler/icons-react'
import { Fragment, memo, useEffect, useLayoutEffect, useRef } from 'react'
import { useWords } from '~/i18n'
import { type Dates, useDates } from '~/i18n/dates'
import { plainWords } from '~/model/formatting'
import { Menu, RichText, Tick } from '~/ui'
import { bubbles, type Chat, type ChatForm, type ChatList, type ChatMessage, deletedIn, isLost, type Say, type Unsaid } from './chat'
import css from './ChatLog.module.css'
import picture from './Picture.module.css'

interface ChatLogProps {
  api: string
  chat: Chat
  typing: boolean
  businessName: string
  onSay: (say: Say, text: string) => void
  onAgain: (unsaid: Unsaid) => void
  onQuote: (message: ChatMessage) => void
  onList: (id: string, list: ChatList) => void
  onForm: (id: string, form: ChatForm) => void
}

const nearEnd = 120

export function ChatLog({ api, chat, typing, businessName, onSay, onAgain, onQuote, onList, onForm }: ChatLogProps) {
  const words = useWords()
  const dates = useDates()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const reactions = reactionsOf(chat.messages)
  const shown = bubbles(chat)
  const deleted = deletedIn(chat)

  useLayoutEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [chat, typing])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const empty = shown.length === 0 && chat.unsaid.length === 0
  return (
    <div
      ref={box}
      className={css.log}
      role="log"
      aria-label={words.phone.chat(businessName)}
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < nearEnd
      }}
    >
      {empty ? (
        <div className={css.start}>
          <p>{words.phone.startHint}</p>
          <button type="button" onClick={() => onSay({ type: 'text', text: 'hi' }, 'hi')}>
            {words.phone.start}
          </button>
        </div>
      ) : (
        <span />
      )}
      {shown.map((message, index) => (
        <Fragment key={message.id}>
          {dates.key(message.at) !== dates.key(shown[index - 1]?.at ?? 0) && (
            <p className={css.day}>{dates.day(message.at)}</p>
          )}
          <Bubble
            api={api}
            message={message}
            dates={dates}
            first={shown[index - 1]?.direction !== message.direction}
            quoted={quoteOf(message, shown)}
            reaction={reactions.get(message.id) ?? ''}
            deleted={deleted.has(message.id)}
            onSay={onSay}
            onQuote={onQuote}
            onList={onList}
            onForm={onForm}
          />
        </Fragment>
      ))}
      {chat.unsaid.map((unsaid) => (
        <div key={unsaid.key} className={`${css.bubble} ${css.mine}`} data-testid="phone-bubble" data-direction="in">
          <RichText text={unsaid.text} />
          <Meta time={dates.time(unsaid.at)} status={unsaid.failed ? 'failed' : 'queued'} />
          {unsaid.failed && (
            <button type="button" className={css.again} onClick={() => onAgain(unsaid)}>
              {words.phone.notSent}
            </button>
          )}
        </div>
      ))}
      {typing && (
        <div className={`${css.bubble} ${css.theirs} ${css.typing}`} aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      )}
    </div>
  )
}

interface BubbleProps {
  api: string
  message: ChatMessage
  dates: Dates
  first: boolean
  quoted: string
  reaction: string
  deleted: boolean
  onSay: (say: Say, text: string) => void
  onQuote: (message: ChatMessage) => void
  onList: (id: string, list: ChatList) => void
  onForm: (id: string, form: ChatForm) => void
}

const emojis = ['👍', '❤️', '😂', '😮', '🙏']

const Bubble = memo(function Bubble(props: BubbleProps) {
  const { api, message, dates, first, quoted, reaction, deleted, onSay, onQuote, onList, onForm } = props
  const words = useWords()
  const mine = message.direction === 'in'
  const lost = isLost(message)
  const { list, form } = lost ? {} : message
  const buttons = form || lost ? null : message.buttons
  return (
    <div className={`${css.turn} ${mine ? css.mineTurn : ''} ${first ? css.first : ''}`}>
      <div
        className={`${css.bubble} ${mine ? css.mine : css.theirs}`}
        data-testid="phone-bubble"
        data-direction={message.direction}
        data-status={message.status}
      >
        {deleted ? (
          <p className={css.gone}>{words.phone.deleted}</p>
        ) : lost ? (
          <p className={css.gone}>
            {words.ticks.failed} <small>{message.error}</small>
          </p>
        ) : (
          <>
            {quoted && <p className={css.quote}>{quoted}</p>}
            {message.header && <p className={css.header}>{message.header}</p>}
            <Attachment api={api} message={message} />
            {message.text && <RichText text={message.text} />}
            {message.footer && <p className={css.footer}>{message.footer}</p>}
          </>
        )}
        <Meta time={dates.time(message.at)} status={mine ? message.status : undefined} />
        {reaction && <span className={css.reaction}>{reaction}</span>}
      </div>
      {!deleted && !lost && (
        <Menu
          width={mine ? 130 : 110}
          side="bottom-end"
          entries={[
            { type: 'item', label: words.phone.quote, onSelect: () => onQuote(message) },
            ...(mine
              ? [{ type: 'item' as const, label: words.phone.delete, onSelect: () => onSay({ type: 'delete', to: message.id }, '') }]
              : emojis.map((emoji) => ({
                  type: 'item' as const,
                  label: emoji,
                  onSelect: () => onSay({ type: 'reaction', to: message.id, emoji }, emoji),
                }))),
          ]}
          target={
            <button type="button" className={css.react} aria-label={words.phone.react} data-testid="phone-more">
              {mine ? <IconChevronDown size={16} aria-hidden /> : <IconMoodSmile size={16} aria-hidden />}
            </button>
          }
        />
      )}
      {(buttons?.length || list || form) && (
        <div className={css.choices}>
          {buttons?.map((button, at) =>
            button.id ? (
              <button
                key={button.id}
                type="button"
                data-testid="phone-choice"
                data-choice={button.id}
                onClick={() => onSay({ type: 'reply', to: message.id, choice: button.id }, button.title)}
              >
                <IconCornerUpLeft size={16} aria-hidden /> {button.title}
              </button>
            ) : (
              <LinkButton key={at} title={button.title} url={button.url ?? message.url} />
            ),
          )}
          {form && (
            <button type="button" data-testid="phone-form" onClick={() => onForm(message.id, form)}>
              <IconForms size={16} aria-hidden /> {form.cta}
            </button>
          )}
          {list && (
            <button type="button" data-testid="phone-list" onClick={() => onList(message.id, list)}>
              <IconList size={16} aria-hidden /> {list.button}
            </button>
          )}
        </div>
      )}
    </div>
  )
})

/** Opens something on the phone; the business is not told of it. */
function LinkButton({ title, url }: { title: string; url?: string | null }) {
  const safe = url && /^https?:\/\//i.test(url)
  return (
    <a href={safe ? url : undefined} target="_blank" rel="noopener noreferrer nofollow">
      <IconExternalLink size={16} aria-hidden /> {title}
    </a>
  )
}

function Meta({ time, status }: { time: string; status?: string }) {
  const words = useWords()
  return (
    <span className={css.meta}>
      {time}
      {status && <Tick status={status} label={words.ticks[status] ?? status} />}
    </span>
  )
}

function Attachment({ api, message }: { api: string; message: ChatMessage }) {
  const words = useWords()
  const { media, location, template } = message
  if (location)
    return (
      <span className={css.attachment}>
        <IconMapPin size={18} aria-hidden />
        {location.name ?? words.kinds.location}
        <small>
          {location.latitude.toFixed(4)}, {location.longitude.toFixed(4)}
        </small>
      </span>
    )
  if (media) {
    const kind = media.type
    const address = media.id ? `${api}/media/${encodeURIComponent(media.id)}` : null
    if (address && (kind === 'image' || kind === 'sticker'))
      return <img className={picture.picture} src={address} alt={media.caption ?? words.kinds[kind] ?? kind} />
    const Icon = { image: IconPhoto, video: IconVideo, audio: IconMicrophone }[kind] ?? IconFile
    return (
      <span className={css.attachment}>
        <Icon size={18} aria-hidden /> {media.filename ?? words.kinds[kind] ?? kind}
        {media.caption && media.caption !== message.text && <small>{media.caption}</small>}
      </span>
    )
  }
  if (template && !message.text)
    return (
      <span className={css.attachment}>
        <IconFile size={18} aria-hidden /> {words.phone.template}: {template.name}
      </span>
    )
  const silent = !message.text && message.type !== 'text' && !message.buttons && !message.list
  return silent ? <span className={css.attachment}>{words.kinds[message.type] ?? message.type}</span> : null
}

function quoteOf(message: ChatMessage, shown: readonly ChatMessage[]): string {
  if (!message.contextId) return ''
  return plainWords(shown.find((each) => each.id === message.contextId)?.text ?? '')
}

/** The last reaction to each message. */
function reactionsOf(messages: readonly ChatMessage[]) {
  const found = new Map<string, string>()
  for (const message of messages)
    if (message.type === 'reaction' && message.contextId) found.set(message.contextId, message.text ?? '')
  return found
}
