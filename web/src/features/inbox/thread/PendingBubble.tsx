import { IconLock } from '@tabler/icons-react'
import { memo, useEffect, useState } from 'react'
import type { Dates } from '~/i18n/dates'
import type { Words } from '~/i18n/en'
import type { Pending } from '~/model/outbox'
import { RichText, Tick } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Bubble.module.css'
import { BubbleContent } from './BubbleContent'
import { Act, Refusal } from './Failure'
import failure from './Failure.module.css'

interface PendingBubbleProps {
  pending: Pending
  itemKey: string
  first: boolean
  words: Words
  talk: TalkWords
  dates: Dates
}

const ticks = { held: 'queued', sending: 'queued', waiting: 'waiting', refused: 'failed' } as const

/** Something of ours before the server has confirmed it. */
export const PendingBubble = memo(function PendingBubble({ pending, itemKey, first, words, talk, dates }: PendingBubbleProps) {
  const { say, state } = pending
  const note = say.type === 'note'
  const status = ticks[state]
  const local = useLocalAddress(say.type === 'reply' ? say.file : undefined)
  return (
    <article className={css.turn} tabIndex={-1} data-key={itemKey} data-side="ours" data-first={first || undefined} data-last>
      <div className={css.bubble} data-testid="bubble" data-status={status} data-direction="outbound" data-note={note || undefined} data-pending>
        {note ? (
          <>
            <p className={css.kind}>
              <IconLock size={13} aria-hidden /> {talk.note.label}
            </p>
            <RichText text={say.text} />
          </>
        ) : (
          <BubbleContent content={say.content} text="" message={null} local={local} chosen="" words={words} talk={talk} />
        )}
        <span className={css.meta}>
          <time dateTime={pending.at}>{dates.time(pending.at)}</time>
          <Tick status={status} label={words.ticks[status] ?? status} />
        </span>
      </div>
      {state === 'held' && <Hold until={pending.until ?? 0} talk={talk} />}
      {state === 'refused' && <Refusal pending={pending} words={words} talk={talk} />}
    </article>
  )
})

function Hold({ until, talk }: { until: number; talk: TalkWords }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className={failure.failure} data-doubt>
      <span>{talk.sendingIn(Math.max(0, Math.ceil((until - now) / 1000)))}</span>
      <Act act="undo" label={talk.remedies.undo} />
    </div>
  )
}

/** An address of a file of this machine, for as long as it is shown. */
export function useLocalAddress(file: Blob | undefined) {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!file) return setAddress(undefined)
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return address
}
