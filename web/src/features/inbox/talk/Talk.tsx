import { IconDownload, IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, type RefObject, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Conversation, Message } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import type { Thread } from '~/model/thread'
import { Dialog, later, Optional } from '~/ui'
import { Composer, type ComposerHandle } from '../composer/Composer'
import { useBarrier } from '../composer/useBarrier'
import { FindBar } from '../find/FindBar'
import { useFind } from '../find/useFind'
import { ThreadLog } from '../thread/ThreadLog'
import type { ThreadWishes } from '../thread/useThreadActs'
import { useTalkWords } from '.'
import css from './Talk.module.css'

const EmojiPicker = later(() => import('../composer/EmojiPicker'))

interface TalkProps {
  conversation: Conversation
  thread: Thread
  loadingOlder: boolean
  /** How far this person had read when it was opened. */
  position: number
  composer: RefObject<HTMLTextAreaElement | null>
}

/** How much history is fetched at once to reach what is new. */
const mostToCatchUp = 400

/** A conversation as it is read and answered. */
export function Talk({ conversation, thread, loadingOlder, position, composer }: TalkProps) {
  const talk = useTalkWords()
  const store = useInboxStore()
  const { id, channel } = conversation
  const barrier = useBarrier(conversation, thread.messages)
  const handle = useRef<ComposerHandle>(null)
  const [viewing, setViewing] = useState<string | null>(null)
  const [reactingTo, setReactingTo] = useState<Message | null>(null)
  const [dragged, setDragged] = useState(false)
  const log = useRef<HTMLDivElement>(null)
  const { isOpen, find, setFind, field, close } = useFind(log)
  const [lost, setLost] = useState<number | null>(null)
  const stopReacting = useCallback(() => setReactingTo(null), [])

  const wishes = useMemo<ThreadWishes>(
    () => ({
      quote: (message) => handle.current?.quote(message),
      template: () => handle.current?.template(),
      rewrite: (say) => handle.current?.rewrite(say),
      view: setViewing,
    }),
    [],
  )

  // What is new may begin before what is loaded: the divider needs to have something above it.
  const [opened] = useState(() => thread.upTo)
  const oldest = thread.messages[0]?.seq ?? 0
  const behind = position > 0 && oldest > position && opened - position <= mostToCatchUp && thread.older !== null
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (behind && tries < 10) void store?.threads.loadOlder(id).then(() => setTries(tries + 1))
  }, [behind, tries, store, id])

  const mayDrop = barrier === null && !!conversation.windowClosesAt && Date.parse(conversation.windowClosesAt) > Date.now()
  const hasFiles = (event: DragEvent) => mayDrop && event.dataTransfer.types.includes('Files')
  return (
    <div
      className={css.talk}
      data-finding={isOpen || undefined}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setDragged(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragged(false)
      }}
      onDrop={(event) => {
        setDragged(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        handle.current?.attach(event.dataTransfer.files)
      }}
    >
      {isOpen && <FindBar id={id} newest={thread.messages[thread.messages.length - 1]?.seq ?? 0} lost={lost} field={field} onFind={setFind} onClose={close} />}
      {behind && tries < 10 ? (
        <div />
      ) : (
        <ThreadLog
          conversation={conversation}
          thread={thread}
          loadingOlder={loadingOlder}
          position={position}
          live={barrier !== 'readOnly'}
          wishes={wishes}
          find={find}
          onLost={setLost}
          box={log}
          onMoreEmoji={setReactingTo}
        />
      )}
      {/* A part of the composer that is still on its way must not hide the thread. */}
      <Suspense>
        <Composer ref={handle} conversation={conversation} messages={thread.messages} barrier={barrier} box={composer} />
      </Suspense>
      {dragged && (
        <div className={css.drop} aria-hidden="true">
          <IconFileUpload size={32} stroke={1.5} />
          {talk.composer.drop}
        </div>
      )}
      {viewing && <Viewer address={viewing} onClose={() => setViewing(null)} />}
      {reactingTo && (
        <div className={css.emoji}>
          <Optional onMissing={stopReacting}>
            <EmojiPicker
              onPick={(emoji) => {
                store?.sending.send(id, { type: 'reply', channel: channel.id, content: { type: 'reaction', targetWamid: reactingTo.wamid ?? '', emoji } })
                setReactingTo(null)
              }}
              onClose={stopReacting}
            />
          </Optional>
        </div>
      )}
    </div>
  )
}

/** A photo in full. */
function Viewer({ address, onClose }: { address: string; onClose: () => void }) {
  const words = useWords()
  const talk = useTalkWords()
  return (
    <Dialog title={words.kinds.image!} closeLabel={words.common.close} onClose={onClose} width={960}>
      <img src={address} alt={words.kinds.image} className={css.photo} referrerPolicy="no-referrer" />
      <a href={address} download className={css.save}>
        <IconDownload size={16} aria-hidden /> {talk.media.download}
      </a>
    </Dialog>
  )
}
