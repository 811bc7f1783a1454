import { IconDownload, IconFileText, IconFileTypePdf, IconFileSpreadsheet, IconPhotoOff, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useState } from 'react'
import type { Content } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import type { Words } from '~/i18n/en'
import { RichText } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Media.module.css'
import { Voice } from './Voice'

type MediaContent = Extract<Content, { type: 'media' }>

interface MediaProps {
  content: MediaContent
  /** The message's id; nothing while it is on its way up. */
  message: string | null
  /** Where the file lies on this machine, while it is on its way up. */
  local?: string
  words: Words
  talk: TalkWords
}

/** A file of a message, through our server. Its place has its size before the file is there, so nothing moves. */
export function Media({ content, message, local, words, talk }: MediaProps) {
  const store = useInboxStore()
  const address = local ?? addressOf(store?.workspace ?? '', content, message)
  const name = content.fileName ?? words.kinds[content.voice ? 'voice' : content.media] ?? content.media
  return (
    <>
      <File content={content} address={address} name={name} talk={talk} />
      {content.caption && <RichText text={content.caption} />}
    </>
  )
}

/** Where a message's file is had: from us when Meta keeps it, else where its link leads. */
export function addressOf(workspace: string, content: MediaContent, message: string | null) {
  if (content.id && message) return `/api/v1/workspaces/${encodeURIComponent(workspace)}/media/${encodeURIComponent(message)}`
  return content.link && /^https?:/i.test(content.link) ? content.link : ''
}

interface FileProps {
  content: MediaContent
  address: string
  name: string
  talk: TalkWords
}

function File({ content, address, name, talk }: FileProps) {
  switch (content.media) {
    case 'image':
      return <Picture address={address} name={name} talk={talk} />
    case 'sticker':
      return address ? <img className={css.sticker} src={address} alt={name} width={128} height={128} loading="lazy" decoding="async" /> : <Lost talk={talk} />
    case 'video':
      return <Video address={address} name={name} talk={talk} />
    case 'audio':
      return <Voice address={address} name={name} voice={content.voice ?? false} talk={talk} />
    default:
      return <Paper content={content} address={address} name={name} talk={talk} />
  }
}

function Picture({ address, name, talk }: Omit<FileProps, 'content'>) {
  const [tried, setTried] = useState(0)
  const [lost, setLost] = useState(address === '')
  if (lost)
    return (
      <Lost
        talk={talk}
        onAgain={
          address
            ? () => {
                setTried(tried + 1)
                setLost(false)
              }
            : undefined
        }
      />
    )
  return (
    <button type="button" className={css.picture} data-act="view" data-address={address} aria-label={`${talk.media.view}: ${name}`}>
      <img
        key={tried}
        src={tried > 0 && address.startsWith('/') ? `${address}?try=${tried}` : address}
        alt=""
        loading="lazy"
        decoding="async"
        referrerPolicy="no-referrer"
        onError={() => setLost(true)}
      />
    </button>
  )
}

/** The film is fetched when somebody wants to see it. */
function Video({ address, name, talk }: Omit<FileProps, 'content'>) {
  const [wanted, setWanted] = useState(false)
  if (!address) return <Lost talk={talk} />
  if (wanted) return <video className={css.video} src={address} controls autoPlay playsInline aria-label={name} />
  return (
    <button type="button" className={css.video} aria-label={`${talk.media.play}: ${name}`} onClick={() => setWanted(true)}>
      <span className={css.play} aria-hidden="true">
        <IconPlayerPlayFilled size={22} />
      </span>
    </button>
  )
}

function Lost({ talk, onAgain }: { talk: TalkWords; onAgain?: () => void }) {
  return (
    <span className={css.lost}>
      <IconPhotoOff size={22} aria-hidden />
      <strong>{talk.media.lost}</strong>
      <span>{talk.media.lostHint}</span>
      {onAgain && (
        <button type="button" className={css.again} onClick={onAgain}>
          {talk.media.again}
        </button>
      )}
    </span>
  )
}

function Paper({ content, address, name, talk }: FileProps) {
  const type = content.mimeType?.split(';')[0] ?? ''
  const Icon = type === 'application/pdf' ? IconFileTypePdf : /sheet|excel|csv/.test(type) ? IconFileSpreadsheet : IconFileText
  return (
    <span className={css.paper}>
      <Icon size={28} stroke={1.5} aria-hidden className={css.paperIcon} />
      <span className={css.paperText}>
        <span className={css.paperName}>{name}</span>
        <span className={css.paperType}>{extensionOf(name) || type}</span>
      </span>
      {address && (
        <a className={css.download} href={address} download={name} target="_blank" rel="noopener noreferrer" aria-label={talk.media.saveAs(name)} title={talk.media.download}>
          <IconDownload size={18} aria-hidden />
        </a>
      )}
    </span>
  )
}

const extensionOf = (name: string) => (/\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? '').toUpperCase()
