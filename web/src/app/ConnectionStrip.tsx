import { IconCheck, IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import type { Link } from '~/live/inboxState'
import { useInbox } from './InboxProvider'
import css from './ConnectionStrip.module.css'

const fine: Link = { state: 'connecting', downSince: null, caughtUp: null }
const quietFor = 2_000
const offlineAfter = 30_000
const thanksFor = 3_000

/** Says how true the screen is; nothing when all is live. */
export function ConnectionStrip() {
  const words = useWords()
  const dates = useDates()
  const link = useInbox((state) => state.link, fine)
  const now = useNowAt(link)

  const downFor = link.downSince === null ? 0 : now - link.downSince
  const state = stateOf(link, downFor, now)
  return (
    <div role="status" data-testid="connection-strip" data-state={state} className={state === 'live' ? undefined : css.strip}>
      {state === 'offline' && (
        <>
          <IconCloudOff size={16} aria-hidden /> {words.strip.offline}
        </>
      )}
      {state === 'reconnecting' && (
        <>
          <IconRefresh size={16} aria-hidden className={css.turning} />
          {words.strip.reconnecting(dates.time(link.downSince ?? now))}
        </>
      )}
      {state === 'caught-up' && (
        <>
          <IconCheck size={16} aria-hidden /> {words.strip.caughtUp(link.caughtUp?.updates ?? 0)}
        </>
      )}
    </div>
  )
}

function stateOf(link: Link, downFor: number, now: number) {
  if (downFor >= offlineAfter) return 'offline'
  if (downFor >= quietFor) return 'reconnecting'
  return link.caughtUp && now - link.caughtUp.at < thanksFor ? 'caught-up' : 'live'
}

/** The time, looked at again only at the moments when the strip may change. */
function useNowAt(link: Link) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const look = () => setNow(Date.now())
    look()
    const moments = [
      ...(link.downSince === null ? [] : [link.downSince + quietFor, link.downSince + offlineAfter]),
      ...(link.caughtUp ? [link.caughtUp.at + thanksFor] : []),
    ]
    const timers = moments
      .map((moment) => moment - Date.now() + 10)
      .filter((wait) => wait > 0)
      .map((wait) => setTimeout(look, wait))
    return () => timers.forEach(clearTimeout)
  }, [link])
  return now
}
