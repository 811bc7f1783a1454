import { IconBell, IconX } from '@tabler/icons-react'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useInboxStore } from '~/app/InboxProvider'
import { usePreferences } from '~/app/preferences'
import { useWords } from '~/i18n'
import type { Ring } from '~/model/rings'
import { Button, IconButton } from '~/ui'
import { useTeam } from '../desk/useTeam'
import { useDeskWords } from '../desk/words'
import { nameOf } from '../names'
import { chime } from './chime'
import css from './Rings.module.css'

const shownFor = 8_000
/** Sound and desktop notices, not more often than that. */
const apart = 2_000

/** Tells what asks for attention: a line on the page, and, for those who want it, a sound and a notice of the desktop. */
export function Rings() {
  const words = useWords()
  const desk = useDeskWords()
  const store = useInboxStore()
  const navigate = useNavigate()
  const { sound, notifications } = usePreferences()
  const { queues } = useTeam()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [shown, setShown] = useState<{ id: number; text: string } | null>(null)
  const last = useRef(-Infinity)

  const open = useCallback(
    (id: number) => {
      setShown(null)
      void navigate({ to: '/inbox/{-$conversation}', params: { conversation: String(id) } })
    },
    [navigate],
  )
  const hear = useCallback(
    (ring: Ring) => {
      const { id, queue } = ring.conversation
      const looking = path === `/inbox/${id}` && !document.hidden && document.hasFocus()
      const team = queues.find((each) => each.key === queue)
      const theirs = ring.kind === 'waiting' && team && team.members.length > 0 && !team.members.some((each) => each.id === String(store?.me))
      if (looking || theirs) return

      const name = nameOf(ring.conversation, words)
      const text =
        ring.kind === 'waiting'
          ? desk.ring.waiting(name, team?.title ?? queue ?? '')
          : ring.kind === 'mention'
            ? desk.ring.mention(ring.by?.name ?? '', name)
            : desk.ring[ring.kind](name)
      // a message of an own contact shows in the list; it is no news that stands in the way
      if (ring.kind !== 'mine') setShown({ id, text })
      const now = performance.now()
      if (now - last.current < apart) return
      last.current = now
      if (sound) chime()
      if (notifications && (document.hidden || !document.hasFocus()) && 'Notification' in window && Notification.permission === 'granted') {
        const notice = new Notification(text, { body: ring.text, tag: `conversation ${id}` })
        notice.onclick = () => {
          window.focus()
          notice.close()
          open(id)
        }
      }
    },
    [path, queues, store, words, desk, sound, notifications, open],
  )
  useEffect(() => store?.onRing(hear), [store, hear])
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(null), shownFor)
    return () => clearTimeout(timer)
  }, [shown])

  return (
    <div role="status" className={shown ? css.ring : undefined} data-testid="ring">
      {shown && (
        <>
          <IconBell size={17} aria-hidden />
          <span>{shown.text}</span>
          <Button data-testid="ring-open" onClick={() => open(shown.id)}>
            {desk.ring.open}
          </Button>
          <IconButton label={words.common.close} onClick={() => setShown(null)}>
            <IconX size={16} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}
