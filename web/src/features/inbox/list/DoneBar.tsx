import { IconArrowBackUp, IconX } from '@tabler/icons-react'
import { memo, useCallback, useEffect } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { Button, IconButton } from '~/ui'
import { useDesk } from '../desk/DeskProvider'
import { useDeskWords } from '../desk/words'
import { nameOf } from '../names'
import css from './DoneBar.module.css'

const shownFor = 10_000

/** What was done last, for a moment, with the way back; and what went wrong with conversations that are not open and so cannot tell it themselves. */
export const DoneBar = memo(function DoneBar({ selected }: { selected: number | null }) {
  const words = useWords()
  const { done: text, act } = useDeskWords()
  const { trouble, forgetTrouble } = useDesk()
  const store = useInboxStore()
  const done = useInbox((state) => state.done, null)
  const elsewhere = trouble && (selected === null || !trouble.ids.includes(selected)) ? trouble : null
  const shown = done !== null || elsewhere !== null
  const one = useInbox((state) => (elsewhere?.ids.length === 1 ? state.rows.get(elsewhere.ids[0]!)?.conversation : undefined), undefined)
  const forget = useCallback(() => {
    store?.deeds.forgetDone()
    if (elsewhere) forgetTrouble()
  }, [store, elsewhere, forgetTrouble])
  useEffect(() => {
    if (!done && !elsewhere) return
    const timer = setTimeout(forget, shownFor)
    return () => clearTimeout(timer)
  }, [done, elsewhere, forget])

  const told = [
    done && done.count > 0 && text[done.kind](done.count),
    done && done.failed > 0 && text.failed(done.failed),
    elsewhere && (one ? `${nameOf(one, words)}: ` : '') + act.failed(elsewhere.text),
  ].filter(Boolean)
  return (
    <div role="status" className={shown ? css.bar : undefined} data-testid="done-bar" data-failed={(shown && !done?.count) || undefined}>
      {shown && (
        <>
          <span>{told.join('. ')}</span>
          {done?.canUndo && (
            <Button look="quiet" data-testid="undo" onClick={() => void store?.deeds.undo()}>
              <IconArrowBackUp size={16} aria-hidden /> {words.common.undo}
            </Button>
          )}
          <IconButton label={text.dismiss} tipSide="bottom-end" onClick={forget}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
})
