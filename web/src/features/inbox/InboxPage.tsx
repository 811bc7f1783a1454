import { IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import type { Conversation, Session } from '~/api/types'
import { useInbox } from '~/app/InboxProvider'
import { usePreferences } from '~/app/preferences'
import { useSession } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import type { Rows } from '~/model/conversations'
import { type ListQuery, queryKey, readQuery, writeQuery } from '~/model/listQuery'
import { keep, kept } from '~/storage'
import { Blank, Button, later, Optional, useMediaQuery } from '~/ui'
import { keptPeople, type Person } from '../simulator/people'
import { type DeskAct, DeskProvider } from './desk/DeskProvider'
import css from './InboxPage.module.css'
import { ConversationList } from './list/ConversationList'
import { type Marks, useMarks } from './list/useMarks'
import { ThreadPane } from './ThreadPane'
import { PhoneToggle, SimulatedMark } from './Tools'
import { useInboxKeys } from './useInboxKeys'

const SidePanel = later(() => import('./side/SidePanel').then((file) => ({ default: file.SidePanel })))
const PhoneDock = later(() => import('./PhoneDock').then((file) => ({ default: file.PhoneDock })))
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
  const search = route.useSearch()
  const asked = JSON.stringify(search)
  const query = useMemo(() => readQuery(JSON.parse(asked) as typeof search), [asked])
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
  const showQuery = useCallback(
    (next: ListQuery, replace = false) => void navigate({ to: '.', search: writeQuery(next), replace }),
    [navigate],
  )
  const togglePhone = useCallback(() => {
    setPhoneOpen((now) => {
      keep('phone', now ? 'closed' : 'open')
      return !now
    })
  }, [])

  const closeContact = useCallback(() => setContactWanted(false), [])
  const marks = useMarks(order)
  const { clear } = marks
  const key = queryKey(query)
  useEffect(clear, [clear, key])
  const leave = useCallback(
    (ids: readonly number[], act: DeskAct) => {
      clear()
      if (act === 'unread' && selected !== null && ids.includes(selected)) open(null)
    },
    [clear, open, selected],
  )
  useFirstTalk(rows, phoneOpen && wide && selected === null ? person : undefined, open)

  return (
    <DeskProvider onLeave={leave}>
      <Keys order={order} selected={selected} marks={marks} open={open} searchBox={searchBox} composer={composer} />
      <div
        className={css.inbox}
        data-open={selected !== null || undefined}
        data-phone={(simulator && phoneOpen) || undefined}
        data-contact={(current && contactOpen && contactDocked) || undefined}
      >
        <h1 className="sr-only">{words.list.title}</h1>
        <section className={css.list}>
          <ConversationList
            query={query}
            selected={selected}
            marks={marks}
            searchBox={searchBox}
            onQuery={showQuery}
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
            <Beside conversation={current} onClose={closeContact} />
          </div>
        )}
        {simulator && phoneOpen && (
          <div className={css.phone}>
            <Optional onMissing={() => setPhoneOpen(false)}>
              <PhoneDock simulator={simulator} onPerson={setPerson} onClose={togglePhone} />
            </Optional>
          </div>
        )}
      </div>
    </DeskProvider>
  )
}

/** The side panel. It follows once the thread stands, so that opening a conversation does not wait for it. */
function Beside({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const shown = useDeferredValue(conversation)
  return (
    <Optional onMissing={onClose}>
      <SidePanel conversation={shown} onClose={onClose} />
    </Optional>
  )
}

type KeysProps = Omit<Parameters<typeof useInboxKeys>[0], 'letters'> & { marks: Marks }

/** Listens to the keys, inside of what they can do. */
function Keys(props: KeysProps) {
  const { singleKeys } = usePreferences()
  useInboxKeys({ ...props, letters: singleKeys })
  return null
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
