import { IconFileText, IconMusic, IconVideo, IconX } from '@tabler/icons-react'
import type { MediaKind } from '~/model/limits'
import { takesCaption } from '~/model/limits'
import { IconButton } from '~/ui'
import { useWords } from '~/i18n'
import type { TalkWords } from '../talk'
import { useLocalAddress } from '../thread/PendingBubble'
import css from './Attachment.module.css'
import { sizeText } from './sizeText'

/** A file that WhatsApp takes. */
export interface Attached {
  file: Blob
  name: string
  kind: MediaKind
  type: string
}

/** The file that goes out with the next send. */
export function Attachment({ attached, talk, onRemove }: { attached: Attached; talk: TalkWords; onRemove: () => void }) {
  const words = useWords()
  const { file, name, kind } = attached
  const address = useLocalAddress(kind === 'image' || kind === 'sticker' ? file : undefined)
  const Icon = kind === 'video' ? IconVideo : kind === 'audio' ? IconMusic : IconFileText
  return (
    <div className={css.attached} data-testid="attached">
      {address ? (
        <img src={address} alt="" className={css.picture} />
      ) : (
        <span className={css.icon} aria-hidden="true">
          <Icon size={22} stroke={1.5} />
        </span>
      )}
      <div className={css.text}>
        <strong>{name}</strong>
        <span>
          {words.kinds[kind]} · {sizeText(file.size)}
          {!takesCaption(kind) && ` · ${talk.composer.noCaption}`}
        </span>
      </div>
      <IconButton label={talk.composer.remove} onClick={onRemove}>
        <IconX size={18} aria-hidden />
      </IconButton>
    </div>
  )
}
