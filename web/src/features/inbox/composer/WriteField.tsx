import { type ClipboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { findTrigger, replaceTrigger } from '~/model/trigger'
import { usePreferences } from '~/app/preferences'
import type { TalkWords } from '../talk'
import css from './Composer.module.css'
import { optionId, SuggestionList } from './SuggestionList'
import { takeReply } from './takeReply'
import { useColleagues } from './useColleagues'
import { FilledPreview, useFill, useSavedReplies } from './useSavedReplies'
import { type Suggestion, useSuggestions } from './useSuggestions'

interface WriteFieldProps {
  conversationId: number
  box: RefObject<HTMLTextAreaElement | null>
  text: string
  note: boolean
  label: string
  placeholder: string
  talk: TalkWords
  onText: (text: string) => void
  onNamed: (person: { userId: string; name: string }) => void
  onFiles: (files: FileList) => void
  onSend: () => void
}

/** Where people write; `/` offers saved replies, in a note `@` offers colleagues. */
export function WriteField({ conversationId, box, text, note, label, placeholder, talk, onText, onNamed, onFiles, onSend }: WriteFieldProps) {
  const { enterSends } = usePreferences()
  const [caret, setCaret] = useState(0)
  const trigger = findTrigger(text, Math.min(caret, text.length), note ? '@' : '/')
  const saved = useSavedReplies(note ? null : trigger)
  const colleagues = useColleagues(note ? trigger : null)
  const options = note ? colleagues : saved.options
  const fill = useFill(conversationId)

  // Where the caret goes once the text is there.
  const wanted = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null || !box.current) return
    box.current.setSelectionRange(wanted.current, wanted.current)
    setCaret(wanted.current)
    wanted.current = null
  }, [text, box])

  const put = (next: { text: string; caret: number }) => {
    wanted.current = next.caret
    onText(next.text)
  }
  const pick = async (option: Suggestion) => {
    if (!trigger) return
    if (note) {
      onNamed({ userId: option.id, name: option.label })
      put(replaceTrigger(text, caret, trigger, `@${option.label} `))
      return
    }
    const field = box.current
    field?.focus()
    const filled = await fill(option.detail ?? '').catch(() => null)
    // they may have written on meanwhile, sent it, or left for another conversation
    if (!field || box.current !== field) return
    const next = takeReply({ text: field.value, caret: field.selectionStart }, trigger, filled && !filled.fault ? filled.text : (option.detail ?? ''))
    if (next) put(next)
  }
  const offer = useSuggestions({ trigger, options, onPick: (option) => void pick(option) })
  const listId = `offers-${conversationId}`

  return (
    <>
      {offer.open && (note || trigger !== null) && (
        <SuggestionList
          id={listId}
          label={note ? talk.people.label : talk.saved.label}
          options={options}
          active={offer.active}
          onPick={(option) => void pick(option)}
          none={note ? talk.people.none : saved.all === 0 ? talk.saved.empty : talk.saved.none(trigger?.query ?? '')}
          preview={!note && offer.active && <FilledPreview conversationId={conversationId} reply={offer.active} talk={talk} />}
        />
      )}
      <textarea
        ref={box}
        data-testid="composer-input"
        className={css.input}
        aria-label={label}
        aria-describedby="composer-hint"
        aria-haspopup="listbox"
        aria-autocomplete={offer.open ? 'list' : undefined}
        aria-controls={offer.open && options.length > 0 ? listId : undefined}
        aria-activedescendant={offer.open ? optionId(listId, offer.active) : undefined}
        placeholder={placeholder}
        rows={1}
        value={text}
        onChange={(event) => {
          setCaret(event.target.selectionStart)
          onText(event.target.value)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onPaste={(event: ClipboardEvent) => {
          const { files } = event.clipboardData
          if (note || files.length === 0) return
          event.preventDefault()
          onFiles(files)
        }}
        onKeyDown={(event) => {
          if (offer.onKeyDown(event)) return
          if (event.key === 'Escape' && !event.shiftKey) event.currentTarget.blur()
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          const chord = event.ctrlKey || event.metaKey
          if (!chord && (event.shiftKey || !enterSends)) return
          event.preventDefault()
          onSend()
        }}
      />
    </>
  )
}
