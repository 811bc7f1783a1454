import { Fragment, memo } from 'react'
import { type Piece, readFormatting } from '~/model/formatting'
import css from './RichText.module.css'

/**
 * A contact's or a bot's words with WhatsApp's formatting. Built from data, so nothing in it can become markup.
 * Inside of a button a link would be one thing to press within another: there it is plain words.
 */
export const RichText = memo(function RichText({ text, plain = false }: { text: string; plain?: boolean }) {
  return (
    <span className={css.text} dir="auto">
      {draw(readFormatting(text), plain)}
    </span>
  )
})

function draw(pieces: readonly Piece[], plain: boolean) {
  return pieces.map((piece, index) => <Fragment key={index}>{drawOne(piece, plain)}</Fragment>)
}

function drawOne(piece: Piece, plain: boolean) {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'bold':
      return <strong>{draw(piece.inside, plain)}</strong>
    case 'italic':
      return <em>{draw(piece.inside, plain)}</em>
    case 'strike':
      return <s>{draw(piece.inside, plain)}</s>
    case 'code':
      return <code className={css.code}>{piece.text}</code>
    case 'block':
      return <code className={css.block}>{piece.text}</code>
    case 'link':
      return plain ? (
        <u>{piece.text}</u>
      ) : (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      )
  }
}
