import { IconArrowBackUp, IconX } from '@tabler/icons-react'
import { memo, useEffect } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { Button, IconButton } from '~/ui'
import { useDeskWords } from '../desk/words'
import css from './DoneBar.module.css'

const shownFor = 10_000

/** What was done last, for a moment, with the way back. */
export const DoneBar = memo(function DoneBar() {
  const words = useWords()
  const { done: text } = useDeskWords()
  const store = useInboxStore()
  const done = useInbox((state) => state.done, null)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => store?.deeds.forgetDone(), shownFor)
    return () => clearTimeout(timer)
  }, [done, store])

  return (
    <div role="status" className={done ? css.bar : undefined} data-testid="done-bar" data-failed={(done && done.count === 0) || undefined}>
      {done && (
        <>
          <span>
            {done.count > 0 && text[done.kind](done.count)}
            {done.count > 0 && done.failed > 0 && '. '}
            {done.failed > 0 && text.failed(done.failed)}
          </span>
          {done.canUndo && (
            <Button look="quiet" data-testid="undo" onClick={() => void store?.deeds.undo()}>
              <IconArrowBackUp size={16} aria-hidden /> {words.common.undo}
            </Button>
          )}
          <IconButton label={text.dismiss} tipSide="bottom-end" onClick={() => store?.deeds.forgetDone()}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
})
