import { IconFile, IconMapPin, IconMicrophone, IconPhoto, IconPlus, IconSend2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '~/i18n'
import { Menu, type MenuEntry } from '~/ui'
import type { Say } from './chat'
import css from './PhoneInput.module.css'

const obelisk = { latitude: -34.6037, longitude: -58.3816 }

export function PhoneInput({ onSay }: { onSay: (say: Say, text: string) => void }) {
  const words = useWords()
  const [text, setText] = useState('')
  const send = () => {
    const said = text.trim()
    if (!said) return
    onSay({ type: 'text', text: said }, said)
    setText('')
  }
  const media = [
    ['image', words.phone.image, <IconPhoto key="image" size={16} aria-hidden />],
    ['document', words.phone.document, <IconFile key="document" size={16} aria-hidden />],
    ['audio', words.phone.audio, <IconMicrophone key="audio" size={16} aria-hidden />],
  ] as const
  const entries: MenuEntry[] = [
    {
      type: 'item',
      label: words.phone.location,
      icon: <IconMapPin size={16} aria-hidden />,
      onSelect: () => onSay({ type: 'location', ...obelisk }, words.phone.location),
    },
    ...media.map(([mediaType, label, icon]): MenuEntry => {
      return { type: 'item', label, icon, onSelect: () => onSay({ type: 'media', mediaType }, label) }
    }),
  ]

  return (
    <form
      className={css.row}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className={css.field}>
        <Menu
          side="top-start"
          width={180}
          entries={entries}
          target={
            <button type="button" className={css.attach} aria-label={words.phone.attach}>
              <IconPlus size={20} aria-hidden />
            </button>
          }
        />
        <textarea
          data-testid="phone-input"
          aria-label={words.phone.input}
          placeholder={words.phone.placeholder}
          rows={1}
          maxLength={4096}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            send()
          }}
        />
      </div>
      <button type="submit" className={css.send} data-testid="phone-send" aria-label={words.phone.send} disabled={!text.trim()}>
        <IconSend2 size={20} aria-hidden />
      </button>
    </form>
  )
}
