import type { Message } from '~/api/types'
import type { Words } from '~/i18n/en'
import { plainWords } from '~/model/formatting'
import type { TalkWords } from '../talk'
import css from './Quote.module.css'

interface QuoteProps {
  /** Null while the message is not loaded. */
  quoted: Message | null
  name: string
  words: Words
  talk: TalkWords
}

/** The message that is answered, in one line; a click goes there. */
export function Quote({ quoted, name, words, talk }: QuoteProps) {
  return (
    <button type="button" className={css.quote} data-act="jump" title={talk.quote.jump} data-side={quoted?.direction === 'inbound' ? 'theirs' : 'ours'}>
      <span className="sr-only">{talk.quote.jump}: </span>
      <span className={css.who}>{quoted ? speakerOf(quoted, name, talk) : talk.quote.earlier}</span>
      {quoted && <span className={css.what}>{gist(quoted, words)}</span>}
    </button>
  )
}

export function speakerOf({ author, direction }: Message, name: string, talk: TalkWords) {
  if (direction === 'inbound') return name
  return author.type === 'person' ? author.name : author.type === 'bot' ? author.flowName : talk.quote.you
}

/** A message in a few words. */
export function gist({ content, text }: Message, words: Words): string {
  const kind = content.type === 'media' ? (content.voice ? 'voice' : content.media) : content.type
  const label = words.kinds[kind] ?? kind
  if (content.type === 'text') return plainWords(content.text)
  const plain = plainWords(text)
  return content.type === 'media' && plain ? `${label}: ${plain}` : plain || label
}
