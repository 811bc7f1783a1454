import { IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import type { Session, View } from '~/api/types'
import { useInbox } from '~/app/InboxProvider'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import type { Rows } from '~/model/conversations'
import { keep, kept } from '~/storage'
import { Blank, Button, useMediaQuery } from '~/ui'
import { keptPeople, type Person } from '../simulator/people'
import { ContactPanel } from './ContactPanel'
import { ConversationList } from './ConversationList'
import css from './InboxPage.module.css'
import { ThreadPane } from './ThreadPane'
import { PhoneToggle, SimulatedMark } from './Tools'
import { useInboxKeys } from './useInboxKeys'

const PhoneDock = lazy(() => import('./PhoneDock').then((file) => ({ default: file.PhoneDock })))
const route = getRouteApi('/inbox/{-$conversation}')
const noRows: Rows = new Map()

export function InboxPage() {
  const words = useWords()
  useTitle(words.list.title)
  const { data: session, error, refetch, failureCount } = useSession()
  if (session) return <Inbox session={session} />
  if (error instanceof ApiError && error.status === 401)
    return (
      <Blank
        page
        icon={<IconLock size={28} />}
        title={words.errors.signedOut}
        hint={words.errors.signedOutHint}
      />
    )
  if (error || failureCount > 1)
    return (
      <Blank
        page
        alert
        icon={<IconPlugConnectedX size={28} />}
        title={words.errors.unreachable}
        hint={words.errors.unreachableHint}
      >
        <Button onClick={() => void refetch()}>{words.errors.tryAgain}</Button>
      </Blank>
    )
  return null
}

function Inbox({ session }: { session: Session }) {
  const words = useWords()
  const { conversation } = route.useParams()
  const { view = 'all', search = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const selected = conversation && /^\d+$/.test(conversation) ? Number(conversation) : null

  const wide = useMediaQuery('(min-width: 1240px)')
  const roomy = useMediaQuery('(min-width: 1700px)')
  const narrow = useMediaQuery('(max-width: 899px)')
  const { simulator } = session
  const [phoneOpen, setPhoneOpen] = useState(() => startsOpen(session, wide))
  const [contactWanted, setContactWanted] = useState<boolean | null>(null)
  const contactDocked = roomy || (wide && !phoneOpen)
  const contactOpen = contactWanted ?? contactDocked
  const [person, setPerson] = useState(() => (simulator ? keptPeople()[0] : undefined))
  const rows = useInbox((state) => state.rows, noRows)
  const current = selected === null ? undefined : rows.get(selected)?.conversation

  const searchBox = useRef<HTMLInputElement>(null)
  const composer = useRef<HTMLTextAreaElement>(null)
  const order = useRef<readonly number[]>([])
  const keepOrder = useCallback((next: readonly number[]) => {
    order.current = next
  }, [])

  const open = useCallback(
    (id: number | null) =>
      void navigate({
        to: '/inbox/{-$conversation}',
        params: { conversation: id === null ? undefined : String(id) },
        search: (now) => now,
      }),
    [navigate],
  )
  const showView = useCallback(
    (next: View) => void navigate({ to: '.', search: (now) => ({ ...now, view: next === 'all' ? undefined : next }) }),
    [navigate],
  )
  const showSearch = useCallback(
    (text: string) => void navigate({ to: '.', search: (now) => ({ ...now, search: text || undefined }), replace: true }),
    [navigate],
  )
  const togglePhone = useCallback(() => {
    setPhoneOpen((now) => {
      keep('phone', now ? 'closed' : 'open')
      return !now
    })
  }, [])

  useInboxKeys({ order, selected, open, searchBox, composer })
  useFirstTalk(rows, phoneOpen && wide && selected === null ? person : undefined, open)

  return (
    <div
      className={css.inbox}
      data-open={selected !== null || undefined}
      data-phone={(simulator && phoneOpen) || undefined}
      data-contact={(current && contactOpen && contactDocked) || undefined}
    >
      <h1 className="sr-only">{words.list.title}</h1>
      <section className={css.list}>
        <ConversationList
          view={view}
          search={search}
          selected={selected}
          searchBox={searchBox}
          onView={showView}
          onSearch={showSearch}
          onSelect={open}
          onOrder={keepOrder}
          onOpenPhone={simulator && !phoneOpen ? togglePhone : undefined}
          tools={
            narrow &&
            simulator && (
              <>
                <SimulatedMark />
                <PhoneToggle on={phoneOpen} onClick={togglePhone} />
              </>
            )
          }
        />
      </section>
      <section className={css.thread}>
        <ThreadPane
          id={selected}
          composer={composer}
          simulated={current ? current.channel.simulated : simulator != null}
          contactOpen={contactOpen}
          phoneOpen={simulator ? phoneOpen : null}
          onContact={() => setContactWanted(!contactOpen)}
          onPhone={togglePhone}
          onBack={() => open(null)}
        />
      </section>
      {current && contactOpen && (
        <div className={css.contact}>
          <ContactPanel conversation={current} onClose={() => setContactWanted(false)} />
        </div>
      )}
      {simulator && phoneOpen && (
        <div className={css.phone}>
          <Suspense>
            <PhoneDock simulator={simulator} onPerson={setPerson} onClose={togglePhone} />
          </Suspense>
        </div>
      )}
    </div>
  )
}

/** On the first visit of a simulated workspace the phone lies ready, if there is room for it. */
function startsOpen(session: Session, wide: boolean) {
  if (!session.simulator) return false
  const last = kept('phone')
  return wide && (last === null ? session.demo : last === 'open')
}

/** With nothing open, the talk that begins on the docked phone opens by itself. */
function useFirstTalk(rows: Rows, person: Person | undefined, open: (id: number) => void) {
  const activity = useMemo(() => {
    if (!person) return null
    for (const { conversation } of rows.values())
      if (conversation.contact.phone?.replace(/\D/g, '') === person.phone)
        return { id: conversation.id, seq: conversation.seq }
    return null
  }, [rows, person])
  const before = useRef<{ phone?: string; seq: number } | null>(null)

  useEffect(() => {
    const last = before.current
    before.current = { phone: person?.phone, seq: activity?.seq ?? 0 }
    if (activity && last && last.phone === person?.phone && activity.seq > last.seq) open(activity.id)
  }, [activity, person, open])
}
