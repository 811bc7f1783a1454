import type { Person } from '~/api/types'
import { useInbox } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, Dialog, RichText } from '~/ui'
import css from './Desk.module.css'
import { useDeskWords } from './words'

interface ReplyAnywayProps {
  conversation: number
  holder: Person
  onSend: () => void
  onClose: () => void
}

/** Asked once before a reply goes out while somebody else writes one: with what they said last. */
export function ReplyAnyway({ conversation, holder, onSend, onClose }: ReplyAnywayProps) {
  const common = useWords()
  const { lease: words } = useDeskWords()
  const dates = useDates()
  const thread = useInbox((state) => state.threads.get(conversation)?.thread, undefined)
  const latest = thread?.messages.findLast(
    (each) => each.direction === 'outbound' && each.author.type === 'person' && each.author.userId === holder.id,
  )
  return (
    <Dialog
      title={words.title(holder.name)}
      closeLabel={common.common.close}
      onClose={onClose}
      width={440}
      actions={
        <>
          <Button onClick={onClose}>{words.wait}</Button>
          <Button look="primary" data-testid="reply-anyway-now" onClick={onSend}>
            {words.send}
          </Button>
        </>
      }
    >
      <p>{words.hint(holder.name)}</p>
      {latest ? (
        <figure className={css.latest}>
          <figcaption>
            {words.latest(holder.name)} · <time dateTime={latest.createdAt}>{dates.time(latest.createdAt)}</time>
          </figcaption>
          <RichText text={latest.text} />
        </figure>
      ) : (
        <p>{words.nothingYet(holder.name)}</p>
      )}
    </Dialog>
  )
}
