import { IconClockHour4, IconLayoutList, IconMoodSmile, IconPaperclip, IconTemplate } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { acceptedTypes } from '~/model/limits'
import { IconButton, later, Optional } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Composer.module.css'

const EmojiPicker = later(() => import('./EmojiPicker'))

export type ComposerDialog = 'template' | 'choices' | 'schedule'

interface ToolbarProps {
  note: boolean
  /** Something is there that can be sent later. */
  canSchedule: boolean
  talk: TalkWords
  onEmoji: (emoji: string) => void
  onFiles: (files: FileList) => void
  onDialog: (dialog: ComposerDialog) => void
}

/** What can be put into a reply beside words. */
export function Toolbar({ note, canSchedule, talk, onEmoji, onFiles, onDialog }: ToolbarProps) {
  const [picking, setPicking] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const smile = useRef<HTMLButtonElement>(null)
  const stop = useCallback(() => {
    setPicking(false)
    smile.current?.focus()
  }, [])
  return (
    <div className={css.tools} role="group" aria-label={talk.composer.mode}>
      <span className={css.smile}>
        <IconButton ref={smile} label={talk.composer.emoji} aria-expanded={picking} data-testid="emoji-open" onClick={() => setPicking(!picking)}>
          <IconMoodSmile size={19} stroke={1.75} aria-hidden />
        </IconButton>
        {picking && (
          <span className={css.picker}>
            <Optional onMissing={stop}>
              <EmojiPicker
                onPick={(emoji) => {
                  setPicking(false)
                  onEmoji(emoji)
                }}
                onClose={stop}
              />
            </Optional>
          </span>
        )}
      </span>
      {!note && (
        <>
          <input
            ref={file}
            type="file"
            hidden
            accept={acceptedTypes}
            data-testid="file-input"
            onChange={(event) => {
              if (event.target.files?.length) onFiles(event.target.files)
              event.target.value = ''
            }}
          />
          <IconButton label={talk.composer.attach} onClick={() => file.current?.click()}>
            <IconPaperclip size={19} stroke={1.75} aria-hidden />
          </IconButton>
          <IconButton label={talk.composer.template} data-testid="template-open" onClick={() => onDialog('template')}>
            <IconTemplate size={19} stroke={1.75} aria-hidden />
          </IconButton>
          <IconButton label={talk.composer.choices} data-testid="choices-open" onClick={() => onDialog('choices')}>
            <IconLayoutList size={19} stroke={1.75} aria-hidden />
          </IconButton>
          <IconButton label={talk.composer.schedule} data-testid="schedule-open" disabled={!canSchedule} onClick={() => onDialog('schedule')}>
            <IconClockHour4 size={19} stroke={1.75} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  )
}
