import { IconFileText, IconMicrophone, IconPhoto, IconSticker, IconVideo } from '@tabler/icons-react'
import type { Conversation, Message } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { plainWords } from '~/model/formatting'
import { Button } from '~/ui'
import { useDeskWords } from '../desk/words'
import css from './Side.module.css'

const icons: Record<string, typeof IconPhoto> = { image: IconPhoto, video: IconVideo, audio: IconMicrophone, voice: IconMicrophone, sticker: IconSticker, document: IconFileText }
const noMessages: readonly Message[] = []

/** What was sent both ways as files, the newest first. */
export function Files({ conversation }: { conversation: Conversation }) {
  const words = useWords()
  const { side } = useDeskWords()
  const dates = useDates()
  const ws = useInboxStore()?.workspace ?? ''
  const messages = useInbox((state) => state.threads.get(conversation.id)?.thread?.messages ?? noMessages, noMessages)
  const files = messages.filter((each) => each.content.type === 'media').reverse()
  return (
    <>
      {files.length === 0 && <p className={css.none}>{side.noFiles}</p>}
      <ul className={css.files}>
        {files.map((file) => {
          if (file.content.type !== 'media') return null
          const { media, fileName, caption } = file.content
          const Icon = icons[media] ?? IconFileText
          const kind = words.kinds[media] ?? media
          return (
            <li key={file.id}>
              <a href={`/api/v1/workspaces/${encodeURIComponent(ws)}/media/${file.conversationId}-${file.seq}`} target="_blank" rel="noopener noreferrer">
                <Icon size={18} aria-hidden />
                <span>
                  {fileName || (caption && plainWords(caption)) || kind}
                  <small>
                    {kind} · {dates.stamp(file.createdAt)}
                  </small>
                </span>
              </a>
            </li>
          )
        })}
      </ul>
      <Earlier conversation={conversation} />
    </>
  )
}

/** A way to look further back, while there is something. */
export function Earlier({ conversation }: { conversation: Conversation }) {
  const { side } = useDeskWords()
  const store = useInboxStore()
  const state = useInbox((inbox) => inbox.threads.get(conversation.id), undefined)
  if (!state?.thread || state.thread.older === null) return null
  return (
    <Button disabled={state.loadingOlder} onClick={() => void store?.threads.loadOlder(conversation.id)}>
      {side.earlier}
    </Button>
  )
}
