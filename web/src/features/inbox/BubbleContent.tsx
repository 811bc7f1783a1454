import {
  IconAddressBook,
  IconCheck,
  IconCornerDownRight,
  IconFileText,
  IconForms,
  IconHelpHexagon,
  IconList,
  IconMapPin,
  IconMicrophone,
  IconMusic,
  IconPhoto,
  IconShoppingBag,
  IconSticker,
  IconTemplate,
  IconTrash,
  IconVideo,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Content, ListSection } from '~/api/types'
import type { Words } from '~/i18n/en'
import { RichText } from '~/ui'
import css from './Bubble.module.css'

interface BubbleContentProps {
  content: Content
  text: string
  /** Ids of the tapped buttons or rows, separated by newlines. */
  chosen: string
  words: Words
}

/** A message's body by its kind; a kind we do not know is named and never hidden. */
export function BubbleContent({ content, text, chosen, words }: BubbleContentProps) {
  switch (content.type) {
    case 'text':
      return <RichText text={content.text} />
    case 'media':
      return <Media content={content} words={words} />
    case 'location':
      return (
        <Card icon={<IconMapPin size={20} />} title={content.name ?? words.kinds.location!} more={content.address}>
          <a
            href={`https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}#map=16/${content.latitude}/${content.longitude}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            {words.thread.openMap}
          </a>
        </Card>
      )
    case 'contacts':
      return content.cards.map((card, index) => (
        <Card
          key={index}
          icon={<IconAddressBook size={20} />}
          title={card.name || words.thread.noName}
          more={card.phones.join(', ')}
        />
      ))
    case 'buttons':
      return (
        <>
          <Body {...content} />
          <ul className={css.choices}>
            {content.buttons.map((button) => (
              <Choice key={button.id} title={button.title} on={chosen.split('\n').includes(button.id)} words={words} />
            ))}
          </ul>
        </>
      )
    case 'list':
      return (
        <>
          <Body {...content} />
          <Rows label={content.buttonText} sections={content.sections} chosen={chosen} words={words} />
        </>
      )
    case 'template':
      return (
        <>
          <p className={css.kind}>
            <IconTemplate size={14} aria-hidden /> {content.name} · {content.language}
          </p>
          {content.preview && <RichText text={content.preview} />}
        </>
      )
    case 'reply':
      return (
        <>
          <p className={css.kind}>
            <IconCornerDownRight size={14} aria-hidden />
            {content.source === 'list' ? words.thread.picked : words.thread.tapped}
          </p>
          <span className={css.reply}>{content.title}</span>
          {content.description && <p className={css.more}>{content.description}</p>}
        </>
      )
    case 'form_reply':
      return <Card icon={<IconForms size={20} />} title={words.thread.formAnswered} more={content.body || content.name} />
    case 'reaction':
      return (
        <span className={css.muted}>
          {content.emoji ? words.thread.reactedWith(content.emoji) : words.thread.reactionRemoved}
        </span>
      )
    case 'order':
      return (
        <Card icon={<IconShoppingBag size={20} />} title={words.kinds.order!} more={content.text}>
          {words.thread.items(content.items.length)}
        </Card>
      )
    case 'system':
      return <RichText text={content.body} />
    case 'deleted':
      return (
        <span className={css.muted}>
          <IconTrash size={14} aria-hidden /> {words.thread.deleted}
        </span>
      )
    case 'interactive':
      return (
        <>
          <p className={css.kind}>
            {words.kinds.interactive} · {content.subtype}
          </p>
          {content.body && <RichText text={content.body} />}
        </>
      )
    case 'unknown':
      return (
        <span className={css.muted}>
          <IconHelpHexagon size={16} aria-hidden /> {words.thread.unsupported(content.declaredType)}
        </span>
      )
    default:
      return text ? (
        <RichText text={text} />
      ) : (
        <span className={css.muted}>{words.thread.unsupported((content as { type?: string }).type ?? '?')}</span>
      )
  }
}

interface BodyProps {
  body: string
  header?: string | null
  footer?: string | null
}

function Body({ body, header, footer }: BodyProps) {
  return (
    <>
      {header && <p className={css.header}>{header}</p>}
      <RichText text={body} />
      {footer && <p className={css.footer}>{footer}</p>}
    </>
  )
}

function Choice({ title, on, words }: { title: string; on: boolean; words: Words }) {
  return (
    <li data-on={on || undefined}>
      {on && <IconCheck size={14} aria-hidden />}
      {title}
      {on && <span className="sr-only">({words.thread.chosenHere})</span>}
    </li>
  )
}

interface RowsProps {
  label: string
  sections: readonly ListSection[]
  chosen: string
  words: Words
}

/** A list shows its rows folded; a choice that was made stands open. */
function Rows({ label, sections, chosen, words }: RowsProps) {
  const ids = chosen.split('\n')
  const rows = sections.flatMap((section) => section.rows)
  const made = rows.filter((row) => ids.includes(row.id))
  return (
    <>
      <details className={css.list}>
        <summary>
          <IconList size={14} aria-hidden /> {label}
          <span className={css.count}>{rows.length}</span>
        </summary>
        {sections.map((section, index) => (
          <div key={index}>
            {section.title && <p className={css.section}>{section.title}</p>}
            <ul aria-label={section.title ?? words.thread.listRows}>
              {section.rows.map((row) => (
                <li key={row.id}>
                  {row.title}
                  {row.description && <span className={css.more}> · {row.description}</span>}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
      {made.length > 0 && (
        <ul className={css.choices}>
          {made.map((row) => (
            <Choice key={row.id} title={row.title} on words={words} />
          ))}
        </ul>
      )}
    </>
  )
}

function Media({ content, words }: { content: Extract<Content, { type: 'media' }>; words: Words }) {
  const kind = content.voice ? 'voice' : content.media
  const icons: Record<string, ReactNode> = {
    image: <IconPhoto size={20} />,
    video: <IconVideo size={20} />,
    audio: <IconMusic size={20} />,
    voice: <IconMicrophone size={20} />,
    document: <IconFileText size={20} />,
    sticker: <IconSticker size={20} />,
  }
  return (
    <>
      <Card icon={icons[kind] ?? icons.document} title={content.fileName ?? words.kinds[kind] ?? kind} more={content.mimeType} />
      {content.caption && <RichText text={content.caption} />}
    </>
  )
}

interface CardProps {
  icon: ReactNode
  title: string
  more?: string | null
  children?: ReactNode
}

function Card({ icon, title, more, children }: CardProps) {
  return (
    <span className={css.card}>
      <span className={css.cardIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={css.cardText}>
        <span className={css.cardTitle}>{title}</span>
        {more && <span className={css.more}>{more}</span>}
        {children && <span className={css.more}>{children}</span>}
      </span>
    </span>
  )
}
