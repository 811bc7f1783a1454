import { Fragment, memo } from 'react'
import { type Piece, readFormatting } from '~/model/formatting'
import css from './RichText.module.css'

/** A contact's or a bot's words with WhatsApp's formatting. Built from data, so nothing in it can become markup. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <span className={css.text} dir="auto">
      {draw(readFormatting(text))}
    </span>
  )
})

function draw(pieces: readonly Piece[]) {
  return pieces.map((piece, index) => <Fragment key={index}>{drawOne(piece)}</Fragment>)
}

function drawOne(piece: Piece) {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'bold':
      return <strong>{draw(piece.inside)}</strong>
    case 'italic':
      return <em>{draw(piece.inside)}</em>
    case 'strike':
      return <s>{draw(piece.inside)}</s>
    case 'code':
      return <code className={css.code}>{piece.text}</code>
    case 'block':
      return <code className={css.block}>{piece.text}</code>
    case 'link':
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      )
  }
}
