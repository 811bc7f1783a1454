import { IconClick, IconHelpHexagon, IconTemplate, IconTrash } from '@tabler/icons-react'
import { memo } from 'react'
import type { Content } from '~/api/types'
import type { Words } from '~/i18n/en'
import { RichText } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Bubble.module.css'
import { FormAnswer, Order, People, Place } from './Cards'
import { Choices, ListRows } from './Choices'
import { Media } from './Media'

interface BubbleContentProps {
  content: Content
  text: string
  /** The message's id, or nothing while the server does not have it. */
  message: string | null
  /** Where a file lies on this machine, while it is on its way up. */
  local?: string
  /** Ids of the tapped buttons or rows, separated by newlines. */
  chosen: string
  words: Words
  talk: TalkWords
}

/** A message's body by its kind; a kind we do not know is named and never hidden. */
export const BubbleContent = memo(function BubbleContent({ content, text, message, local, chosen, words, talk }: BubbleContentProps) {
  switch (content.type) {
    case 'text':
      return <RichText text={content.text} />
    case 'media':
      return <Media content={content} message={message} local={local} words={words} talk={talk} />
    case 'location':
      return <Place content={content} words={words} />
    case 'contacts':
      return <People content={content} words={words} />
    case 'buttons':
      return (
        <>
          <Body {...content} />
          <Choices choices={content.buttons} chosen={chosen} words={words} />
        </>
      )
    case 'list':
      return (
        <>
          <Body {...content} />
          <ListRows label={content.buttonText} sections={content.sections} chosen={chosen} words={words} />
        </>
      )
    case 'template':
      return (
        <>
          {content.preview && <RichText text={content.preview} />}
          <p className={css.kind} data-below={content.preview ? true : undefined}>
            <IconTemplate size={14} aria-hidden /> {content.name} · {content.language}
          </p>
        </>
      )
    case 'reply':
      return (
        <>
          <p className={css.kind}>
            <IconClick size={14} aria-hidden />
            {content.source === 'list' ? words.thread.picked : words.thread.tapped}
          </p>
          <span className={css.reply}>{content.title}</span>
          {content.description && <p className={css.more}>{content.description}</p>}
        </>
      )
    case 'form_reply':
      return <FormAnswer content={content} words={words} talk={talk} />
    case 'reaction':
      return <span className={css.muted}>{content.emoji ? words.thread.reactedWith(content.emoji) : words.thread.reactionRemoved}</span>
    case 'order':
      return <Order content={content} words={words} talk={talk} />
    case 'system':
      return <RichText text={content.body} />
    case 'note':
      return <RichText text={content.text} />
    case 'deleted':
      return (
        <span className={css.muted}>
          <IconTrash size={14} aria-hidden /> {words.thread.deleted}
        </span>
      )
    case 'interactive':
      return (
        <>
          {content.body && <RichText text={content.body} />}
          <p className={css.kind} data-below={content.body ? true : undefined}>
            {words.kinds.interactive} · {content.subtype.replace(/_/g, ' ')}
          </p>
        </>
      )
    case 'unknown':
      return (
        <span className={css.muted}>
          <IconHelpHexagon size={16} aria-hidden /> {words.thread.unsupported(content.declaredType)}
        </span>
      )
    default:
      return text ? <RichText text={text} /> : <span className={css.muted}>{words.thread.unsupported((content as { type?: string }).type ?? '?')}</span>
  }
})

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
