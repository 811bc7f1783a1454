import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useFocusBack } from '~/ui'
import type { TalkWords } from '../talk'
import css from './QuickReactions.module.css'

/** WhatsApp's own six. */
const usual = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** The reactions that are offered beside a message. A second tap on ours takes it away. */
export function QuickReactions({ ours, talk }: { ours: string; talk: TalkWords }) {
  const box = useRef<HTMLDivElement>(null)
  useFocusBack(box)
  useEffect(() => {
    box.current?.querySelector('button')?.focus()
  }, [])
  const offered = ours && !usual.includes(ours) ? [ours, ...usual] : usual
  return (
    <div
      ref={box}
      className={css.bar}
      role="group"
      aria-label={talk.acts.react}
      data-testid="quick-reactions"
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        event.preventDefault()
        event.stopPropagation()
        const all = [...event.currentTarget.querySelectorAll('button')]
        all[(all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length]?.focus()
      }}
    >
      {offered.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={css.choice}
          data-act="emoji"
          data-emoji={emoji === ours ? '' : emoji}
          aria-pressed={emoji === ours}
          aria-label={emoji === ours ? talk.acts.takeAway(emoji) : talk.acts.with(emoji)}
        >
          {emoji}
        </button>
      ))}
      <button type="button" className={css.choice} data-act="more" aria-label={talk.acts.more} title={talk.acts.more}>
        <IconPlus size={16} aria-hidden />
      </button>
    </div>
  )
}
