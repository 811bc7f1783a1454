import { memo } from 'react'
import { RichText } from '~/ui'
import css from './TemplateText.module.css'

const part = /(\{\{[^{}]*\}\}|\{%[^{}]*%\})/

/** A template as it reads: its places for values are chips, its words are formatted as WhatsApp does. */
export const TemplateText = memo(function TemplateText({ text }: { text: string }) {
  return (
    <span className={css.text} dir="auto">
      {text.split(part).map((piece, index) => {
        if (piece.startsWith('{{'))
          return (
            <span key={index} className={css.value}>
              {piece.slice(2, -2).trim()}
            </span>
          )
        if (piece.startsWith('{%'))
          return (
            <span key={index} className={css.tag}>
              {piece.slice(2, -2).trim()}
            </span>
          )
        return piece && <RichText key={index} text={piece} plain />
      })}
    </span>
  )
})
