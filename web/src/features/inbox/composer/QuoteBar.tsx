import { IconX } from '@tabler/icons-react'
import type { Message } from '~/api/types'
import { useWords } from '~/i18n'
import { IconButton } from '~/ui'
import type { TalkWords } from '../talk'
import { gist, speakerOf } from '../thread/Quote'
import css from './QuoteBar.module.css'

/** The message that the reply will quote. */
export function QuoteBar({ quoted, name, talk, onStop }: { quoted: Message | null; name: string; talk: TalkWords; onStop: () => void }) {
  const words = useWords()
  return (
    <div className={css.bar} data-testid="quote-bar">
      <div className={css.text}>
        <strong>{talk.quote.answering(quoted ? speakerOf(quoted, name, talk) : talk.quote.earlier)}</strong>
        {quoted && <span>{gist(quoted, words)}</span>}
      </div>
      <IconButton label={talk.quote.stop} onClick={onStop}>
        <IconX size={18} aria-hidden />
      </IconButton>
    </div>
  )
}
