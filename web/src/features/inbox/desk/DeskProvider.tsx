import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { ApiError } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'
import { useSession, useWorkspace } from '~/app/session'
import { isAtLeast } from '~/model/access'
import { later, Optional } from '~/ui'

const DeskDialog = later(() => import('./DeskDialog').then((file) => ({ default: file.DeskDialog })))

/** What can be begun with conversations; some of it asks first. */
export type DeskAct = 'assign' | 'toMe' | 'takeOver' | 'handBack' | 'resolve' | 'reopen' | 'snooze' | 'labels' | 'unread'
export type DeskQuestion = Extract<DeskAct, 'assign' | 'handBack' | 'snooze' | 'labels'>

/** What went wrong, and with which conversations. */
export interface Trouble {
  ids: readonly number[]
  text: string
}

interface Desk {
  begin: (act: DeskAct, ids: readonly number[]) => void
  /** Whether the one who is here may do anything with conversations. */
  writes: boolean
  /** What went wrong last. */
  trouble: Trouble | null
  forgetTrouble: () => void
}

const DeskContext = createContext<Desk>({ begin: () => {}, writes: false, trouble: null, forgetTrouble: () => {} })

export const useDesk = () => useContext(DeskContext)

interface DeskProviderProps {
  children: ReactNode
  /** After something that ends the work with conversations: resolved, put aside, unread. */
  onLeave: (ids: readonly number[], act: DeskAct) => void
}

const questions: readonly DeskAct[] = ['assign', 'handBack', 'snooze', 'labels']

/** One place from which buttons, keys and menus begin the same acts. */
export function DeskProvider({ children, onLeave }: DeskProviderProps) {
  const store = useInboxStore()
  const { data: session } = useSession()
  const { role } = useWorkspace()
  const [question, setQuestion] = useState<{ act: DeskQuestion; ids: readonly number[] } | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const writes = isAtLeast(role, 'agent')
  const me = useMemo(() => (session ? { id: String(session.user.id), name: session.user.name } : null), [session])

  const begin = useCallback(
    (act: DeskAct, ids: readonly number[]) => {
      const id = ids[0]
      if (!store || !me || !writes || id === undefined) return
      setTrouble(null)
      if (questions.includes(act)) {
        setQuestion({ act: act as DeskQuestion, ids })
        return
      }
      const failed = (cause: unknown) => setTrouble({ ids, text: cause instanceof ApiError ? cause.message : String(cause) })
      if (act === 'toMe') void store.deeds.change(ids, { assign: { to: me } }).catch(failed)
      if (act === 'takeOver') void store.deeds.takeOver(id, me).catch(failed)
      if (act === 'resolve') void store.deeds.change(ids, { status: 'resolved' }).catch(failed)
      if (act === 'reopen') void store.deeds.change(ids, { status: 'open' }).catch(failed)
      if (act === 'unread') {
        const { rows, threads } = store.snapshot()
        const loaded = threads.get(id)?.thread?.messages.findLast((each) => each.direction === 'inbound')
        const last = loaded?.seq ?? rows.get(id)?.conversation.lastMessage?.seq ?? 1
        void store.deeds.unread(id, last).catch(failed)
      }
      if (act === 'resolve' || act === 'unread') onLeave(ids, act)
    },
    [store, me, writes, onLeave],
  )
  const close = (left: boolean) => {
    setQuestion(null)
    if (left && question) onLeave(question.ids, question.act)
  }

  const forgetTrouble = useCallback(() => setTrouble(null), [])
  const value = useMemo(() => ({ begin, writes, trouble, forgetTrouble }), [begin, writes, trouble, forgetTrouble])
  return (
    <DeskContext value={value}>
      {children}
      {question && (
        <Optional onMissing={() => setQuestion(null)}>
          <DeskDialog act={question.act} ids={question.ids} onClose={close} />
        </Optional>
      )}
    </DeskContext>
  )
}
