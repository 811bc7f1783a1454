import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Conversation } from '~/api/types'
import { useDates } from '~/i18n/dates'
import { useDeskWords } from '../desk/words'
import { Part } from './Details'
import css from './Side.module.css'
import { useContact } from './useContact'
import { useSessions } from './useSessions'

/** What was before: flows that ran here, and other conversations with the same person. */
export function History({ conversation }: { conversation: Conversation }) {
  const { side } = useDeskWords()
  const dates = useDates()
  const sessions = useSessions(conversation)
  const { ws, api } = useContact(conversation)
  const { id } = conversation.contact
  const talks = useQuery({ queryKey: ['contacts', ws, id, 'talks'], queryFn: () => api.talks(id), enabled: ws !== '' })
  const others = talks.data?.items.filter((each) => each.id !== conversation.id) ?? []
  return (
    <>
      <Part title={side.sessions}>
        {sessions.isError && <p className={css.trouble}>{side.failed}</p>}
        {sessions.data?.items.length === 0 && <p className={css.none}>{side.noSessions}</p>}
        <ul className={css.notes}>
          {sessions.data?.items.map((session) => (
            <li key={session.id}>
              <p>
                <Link to="/flows/$flow" params={{ flow: session.flowId }}>
                  {session.flowName}
                </Link>{' '}
                v{session.version}
              </p>
              <small>{[side.outcomes[session.endedAt ? (session.outcome ?? '') : 'running'], dates.stamp(session.startedAt)].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={side.talks}>
        {talks.isError && <p className={css.trouble}>{side.failed}</p>}
        {talks.data && others.length === 0 && <p className={css.none}>{side.noTalks}</p>}
        <ul className={css.notes}>
          {others.map((talk) => (
            <li key={talk.id}>
              <p>
                <Link to="/inbox/{-$conversation}" params={{ conversation: String(talk.id) }}>
                  {talk.lastText || '…'}
                </Link>
              </p>
              {talk.lastAt && <small>{dates.stamp(talk.lastAt)}</small>}
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}
