import { IconArrowBackUp, IconSend2 } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Conversation } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { windowState } from '~/model/window'
import { keep, kept } from '~/storage'
import { Button, useNow } from '~/ui'
import css from './Composer.module.css'

interface ComposerProps {
  conversation: Conversation
  box: RefObject<HTMLTextAreaElement | null>
}

const mostCharacters = 4096
const tellBelow = 200

/** The reply field, and above it whose conversation this is. */
export function Composer({ conversation, box }: ComposerProps) {
  const words = useWords()
  const store = useInboxStore()
  const now = useNow(10_000)
  const key = `draft:${conversation.id}`
  const [text, setText] = useState(() => kept(key) ?? '')
  const closed = windowState(conversation.windowClosesAt, now).kind === 'closed'
  const left = mostCharacters - [...text].length

  const write = (next: string) => {
    setText(next)
    keep(key, next || null)
  }
  const send = () => {
    if (!text.trim() || left < 0 || closed) return
    store?.send(conversation.id, text.trim())
    write('')
  }

  return (
    <div className={css.composer}>
      <OwnerStrip conversation={conversation} />
      {closed ? (
        <p className={css.closed}>{words.composer.closed}</p>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <div className={css.field}>
            <textarea
              ref={box}
              data-testid="composer-input"
              aria-label={words.composer.label}
              aria-describedby="composer-hint"
              placeholder={words.composer.placeholder}
              rows={1}
              value={text}
              onChange={(event) => write(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') event.currentTarget.blur()
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
                event.preventDefault()
                send()
              }}
            />
          </div>
          <Button look="primary" type="submit" className={css.send} data-testid="composer-send" disabled={!text.trim() || left < 0}>
            <IconSend2 size={16} aria-hidden /> {words.composer.send}
          </Button>
          <p id="composer-hint" className={left < 0 ? css.over : css.hint}>
            {left < 0
              ? words.composer.tooLong(-left)
              : left < tellBelow
                ? words.composer.left(left)
                : conversation.owner === 'bot'
                  ? words.composer.takesOver
                  : words.composer.hint}
          </p>
        </form>
      )}
    </div>
  )
}

function OwnerStrip({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const store = useInboxStore()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  if (conversation.owner === 'bot') return null

  const { assignee } = conversation
  const mine = assignee && String(assignee.id) === String(store?.me)
  const handBack = async () => {
    setBusy(true)
    setFailed(false)
    await store?.handBack(conversation.id).catch(() => setFailed(true))
    setBusy(false)
  }

  return (
    <div className={css.strip} data-owner={conversation.owner} data-testid="owner-strip">
      <span>
        {mine ? words.composer.mine : assignee ? words.composer.theirs(assignee.name) : words.composer.nobodys}
        {failed && <strong role="alert"> {words.composer.handBackFailed}</strong>}
      </span>
      <Button data-testid="hand-back" disabled={busy} onClick={() => void handBack()}>
        <IconArrowBackUp size={16} aria-hidden /> {words.composer.handBack}
      </Button>
    </div>
  )
}
