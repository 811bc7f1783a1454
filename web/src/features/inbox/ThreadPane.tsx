import { IconArrowLeft, IconMessages } from '@tabler/icons-react'
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useState } from 'react'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { Blank, Button, IconButton, Skeleton } from '~/ui'
import { ThreadHead } from './desk/ThreadHead'
import { usePosition } from './thread/useReading'
import css from './ThreadPane.module.css'
import { PhoneToggle, SimulatedMark } from './Tools'

const loadTalk = () => import('./talk/Talk')
const Talk = lazy(() => loadTalk().then((file) => ({ default: file.Talk })))

interface ThreadPaneProps {
  id: number | null
  composer: RefObject<HTMLTextAreaElement | null>
  simulated: boolean
  contactOpen: boolean
  phoneOpen: boolean | null
  onContact: () => void
  onPhone: () => void
  onBack: () => void
}

export function ThreadPane(props: ThreadPaneProps) {
  const { id, contactOpen, phoneOpen } = props
  const words = useWords()
  const store = useInboxStore()
  const conversation = useInbox((state) => (id === null ? undefined : state.rows.get(id)?.conversation), undefined)
  const state = useInbox((inbox) => (id === null ? undefined : inbox.threads.get(id)), undefined)

  const position = usePosition(id)

  // Fetched while the list is looked at, so that the first conversation opens at once.
  useEffect(() => void loadTalk(), [])

  useEffect(() => {
    store?.showThread(id)
    return () => store?.showThread(null)
  }, [store, id])

  const phone = phoneOpen !== null && <PhoneToggle on={phoneOpen} onClick={props.onPhone} />

  if (id === null)
    return (
      <div className={css.pane}>
        <header className={css.head}>
          <span className={css.who} />
          {props.simulated && <SimulatedMark />}
          {phone}
        </header>
        <Blank
          icon={<IconMessages size={28} />}
          title={words.thread.nothingOpen}
          hint={phoneOpen === null ? words.thread.nothingOpenHintNoPhone : words.thread.nothingOpenHint}
        />
      </div>
    )

  return (
    <div className={css.pane}>
      {conversation ? (
        <ThreadHead conversation={conversation} contactOpen={contactOpen} onContact={props.onContact} onBack={props.onBack} tools={phone} />
      ) : (
        <header className={css.head}>
          <IconButton label={words.thread.back} onClick={props.onBack} className={css.back}>
            <IconArrowLeft size={20} aria-hidden />
          </IconButton>
          <span className={css.who} />
          {phone}
        </header>
      )}
      {conversation && state?.thread && position !== undefined ? (
        <Suspense
          fallback={
            <Late>
              <Loading />
            </Late>
          }
        >
          <Talk key={id} conversation={conversation} thread={state.thread} loadingOlder={state.loadingOlder} position={position} composer={props.composer} />
        </Suspense>
      ) : state?.problem ? (
        <Blank alert title={state.problem === 'missing' ? words.thread.missing : words.thread.failed}>
          {state.problem === 'missing' ? (
            <Button onClick={props.onBack}>{words.thread.back}</Button>
          ) : (
            <Button onClick={() => store?.showThread(id)}>{words.errors.tryAgain}</Button>
          )}
        </Blank>
      ) : (
        <Late>
          <Loading />
        </Late>
      )}
    </div>
  )
}

/** What is only worth showing when it takes long. */
function Late({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return late ? children : <div />
}

function Loading() {
  return (
    <div className={css.loading} aria-hidden="true">
      {[44, 60, 36, 52].map((width, index) => (
        <div key={width} className={index % 2 ? css.right : undefined} style={{ width: `${width}%` }}>
          <Skeleton width="100%" height={44} />
        </div>
      ))}
    </div>
  )
}
