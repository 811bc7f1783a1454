import { IconArrowLeft, IconMessages, IconUserCircle } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import type { Conversation } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { Avatar, Blank, Button, IconButton, Skeleton, Toggle } from '~/ui'
import { Composer } from './Composer'
import { nameOf } from './names'
import { ThreadLog } from './ThreadLog'
import css from './ThreadPane.module.css'
import { PhoneToggle, SimulatedMark } from './Tools'
import { WindowChip } from './WindowChip'

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

  useEffect(() => {
    store?.showThread(id)
    return () => store?.showThread(null)
  }, [store, id])

  const tools = (
    <div className={css.tools}>
      {props.simulated && <SimulatedMark />}
      {conversation && (
        <Toggle on={contactOpen} onClick={props.onContact} aria-label={words.thread.contact}>
          <IconUserCircle size={18} aria-hidden />
          <span className={css.toolText}>{words.thread.contact}</span>
        </Toggle>
      )}
      {phoneOpen !== null && <PhoneToggle on={phoneOpen} onClick={props.onPhone} />}
    </div>
  )

  if (id === null)
    return (
      <div className={css.pane}>
        <header className={css.head}>
          <span className={css.who} />
          {tools}
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
      <header className={css.head}>
        <IconButton label={words.thread.back} onClick={props.onBack} className={css.back}>
          <IconArrowLeft size={20} aria-hidden />
        </IconButton>
        {conversation ? <Who conversation={conversation} /> : <span className={css.who} />}
        {conversation && <WindowChip closesAt={conversation.windowClosesAt} />}
        {tools}
      </header>
      {conversation && state?.thread ? (
        <>
          <ThreadLog
            key={id}
            conversation={conversation}
            thread={state.thread}
            loadingOlder={state.loadingOlder}
          />
          <Composer key={`composer ${id}`} conversation={conversation} box={props.composer} />
        </>
      ) : state?.problem ? (
        <Blank alert title={state.problem === 'missing' ? words.thread.missing : words.thread.failed}>
          {state.problem === 'missing' ? (
            <Button onClick={props.onBack}>{words.thread.back}</Button>
          ) : (
            <Button onClick={() => void store?.loadThread(id)}>{words.errors.tryAgain}</Button>
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

function Who({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const name = nameOf(conversation, words)
  return (
    <div className={css.who}>
      <Avatar name={name} size={36} />
      <div className={css.whoText}>
        <h2 className={css.name}>{name}</h2>
        {conversation.contact.phone && <p className={css.number}>{phoneText(conversation.contact.phone)}</p>}
      </div>
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
