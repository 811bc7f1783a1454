import { IconFile, IconMapPin, IconMicrophone, IconPaperclip, IconPhoto, IconPlus, IconSend2, IconUser, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '~/i18n'
import { Menu, type MenuEntry } from '~/ui'
import { plainWords } from '~/model/formatting'
import type { ChatMessage, Say } from './chat'
import css from './PhoneInput.module.css'

const card = { name: { formatted_name: 'Inés Roca', first_name: 'Inés' }, phones: [{ phone: '+5491155550000', type: 'CELL' }] }
const mostBytes = 16 * 2 ** 20
const obelisk = { latitude: -34.6037, longitude: -58.3816 }

interface PhoneInputProps {
  onSay: (say: Say, text: string) => void
  quoted: ChatMessage | null
  onUnquote: () => void
}

export function PhoneInput({ onSay, quoted, onUnquote }: PhoneInputProps) {
  const words = useWords()
  const [text, setText] = useState('')
  const [tooLarge, setTooLarge] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (quoted) input.current?.focus()
  }, [quoted])
  const attach = async (chosen: File | undefined) => {
    setTooLarge(chosen && chosen.size > mostBytes ? chosen.name : '')
    if (!chosen || chosen.size > mostBytes) return
    const kind = chosen.type.split('/')[0] ?? ''
    const mediaType = chosen.type === 'image/webp' ? 'sticker' : ['image', 'video', 'audio'].includes(kind) ? kind : 'document'
    onSay(
      { type: 'media', mediaType, content: await base64(chosen), mimeType: chosen.type || undefined, filename: chosen.name },
      chosen.name,
    )
  }
  const send = () => {
    const said = text.trim()
    if (!said) return
    onSay(quoted ? { type: 'text', text: said, to: quoted.id } : { type: 'text', text: said }, said)
    setText('')
    setTooLarge('')
    onUnquote()
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
    {
      type: 'item',
      label: words.kinds.contacts ?? 'contacts',
      icon: <IconUser size={16} aria-hidden />,
      onSelect: () => onSay({ type: 'contacts', contacts: [card] }, card.name.formatted_name),
    },
    {
      type: 'item',
      label: words.simulator.file,
      icon: <IconPaperclip size={16} aria-hidden />,
      onSelect: () => file.current?.click(),
    },
  ]

  return (
    <form
      className={css.row}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {quoted && (
        <div className={css.quoted}>
          <p>{plainWords(quoted.text ?? '') || (words.kinds[quoted.type] ?? quoted.type)}</p>
          <button type="button" aria-label={words.phone.unquote} onClick={onUnquote}>
            <IconX size={16} aria-hidden />
          </button>
        </div>
      )}
      {tooLarge && (
        <p role="alert" className={css.bad}>
          {words.ticks.failed}: {tooLarge} (&gt; 16 MB)
        </p>
      )}
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
        <input
          ref={file}
          type="file"
          hidden
          data-testid="phone-file"
          onChange={(event) => {
            void attach(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <textarea
          ref={input}
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

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
