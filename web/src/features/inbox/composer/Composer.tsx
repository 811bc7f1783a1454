import { IconLock, IconMessage, IconSend2, IconTemplate } from '@tabler/icons-react'
import { type Ref, type RefObject, useEffect, useImperativeHandle, useState } from 'react'
import type { Conversation, Message } from '~/api/types'
import { useInboxStore } from '~/app/InboxProvider'
import { usePreferences } from '~/app/preferences'
import { useWords } from '~/i18n'
import { useLease } from '~/live/useLease'
import { codePoints, limits, takesCaption } from '~/model/limits'
import { type Mention, type Say, textContent } from '~/model/outbox'
import { stillNamed } from '~/model/mentions'
import { Button, later, Optional } from '~/ui'
import { OwnerStrip } from '../desk/OwnerStrip'
import { nameOf } from '../names'
import { useTalkWords } from '../talk'
import { Attachment } from './Attachment'
import { BarrierStrip } from './BarrierStrip'
import css from './Composer.module.css'
import { QuoteBar } from './QuoteBar'
import { schedule } from './schedule'
import { ScheduledStrip } from './ScheduledStrip'
import { type ComposerDialog, Toolbar } from './Toolbar'
import { useAttached } from './useAttached'
import { lateWithin, useClosesIn } from './useClosesIn'
import { useDraft } from './useDraft'
import type { Barrier } from './useBarrier'
import { WriteField } from './WriteField'

const ReplyAnyway = later(() => import('../desk/ReplyAnyway').then((file) => ({ default: file.ReplyAnyway })))
const TemplateDialog = later(() => import('./TemplateDialog'))
const ChoicesDialog = later(() => import('./ChoicesDialog'))
const ScheduleDialog = later(() => import('./ScheduleDialog'))

/** What others may ask of the composer. */
export interface ComposerHandle {
  quote(message: Message): void
  rewrite(say: Say): void
  attach(files: FileList): void
  template(): void
}

interface ComposerProps {
  conversation: Conversation
  messages: readonly Message[]
  barrier: Barrier
  box: RefObject<HTMLTextAreaElement | null>
  ref: Ref<ComposerHandle>
}

const tellBelow = 200

/** Where an agent answers, or writes to the team. */
export function Composer({ conversation, messages, barrier, box, ref }: ComposerProps) {
  const words = useWords()
  const talk = useTalkWords()
  const store = useInboxStore()
  const { undoSeconds = 0, enterSends = true } = usePreferences()
  const { id, channel } = conversation
  const { holder, insisted, typing, rested } = useLease(id)
  const [draft, write] = useDraft(id, barrier !== 'readOnly')
  const file = useAttached(talk)
  const [named, setNamed] = useState<readonly Mention[]>([])
  const [dialog, setDialog] = useState<ComposerDialog | null>(null)
  const [asked, setAsked] = useState<'late' | 'leased' | null>(null)

  const closesIn = useClosesIn(conversation.windowClosesAt)
  const { text, note } = draft
  const closed = closesIn <= 0 && !note
  const captioned = !note && file.attached !== null && takesCaption(file.attached.kind)
  const left = (captioned ? limits.caption : limits.text) - codePoints(text)
  const mute = !note && (barrier === 'blocked' || barrier === 'optedOut' || barrier === 'token')
  const ready = !mute && !closed && left >= 0 && (text.trim() !== '' || (!note && file.attached !== null))

  const focus = () => requestAnimationFrame(() => box.current?.focus())
  const clear = () => {
    write({ text: '', replyTo: null })
    file.remove()
    setNamed([])
    setAsked(null)
    rested()
  }

  const stopAsking = () => {
    setDialog(null)
    setAsked(null)
  }

  const say = (what: Say) => store?.sending.send(id, what, what.type === 'reply' ? undoSeconds * 1000 : 0)
  const send = (sure = false) => {
    if (!ready) return
    if (note) {
      say({ type: 'note', text: text.trim(), mentions: stillNamed(text, named) })
      return clear()
    }
    if (!sure && holder && !insisted) return setAsked('leased')
    if (!sure && closesIn < lateWithin) return setAsked('late')
    const around = { channel: channel.id, replyTo: draft.replyTo ?? undefined, force: sure || insisted || undefined }
    const words = text.trim()
    if (file.attached) say({ type: 'reply', ...around, ...file.say(captioned ? words : '') })
    if (words && !captioned) say({ type: 'reply', ...around, replyTo: file.attached ? undefined : around.replyTo, content: textContent(words) })
    clear()
  }

  const rewrite = (what: Say) => {
    if (what.type === 'note') write({ note: true, text: join(what.text, text) })
    else {
      const { content } = what
      const words = content.type === 'text' ? content.text : content.type === 'media' ? (content.caption ?? '') : ''
      write({ note: false, text: join(words, text), replyTo: what.replyTo ?? draft.replyTo })
      if (what.file && content.type === 'media') file.restore(what.file, content)
    }
    focus()
  }

  useImperativeHandle(ref, () => ({
    quote: (message) => {
      write({ replyTo: message.wamid, note: false })
      focus()
    },
    rewrite,
    attach: (files) => {
      write({ note: false })
      file.take(files)
      focus()
    },
    template: () => setDialog('template'),
  }))

  useEffect(() => {
    const begin = (event: Event) => {
      const what = (event as CustomEvent<string>).detail
      if (what === 'template') setDialog('template')
      else {
        write({ note: what === 'note' })
        focus()
      }
      event.preventDefault()
    }
    window.addEventListener('inbox:compose', begin)
    return () => window.removeEventListener('inbox:compose', begin)
  })

  if (barrier === 'readOnly') return <BarrierStrip barrier={barrier} conversation={conversation} talk={talk} />

  const name = nameOf(conversation, words)
  const quoted = draft.replyTo === null ? null : (messages.find((each) => each.wamid === draft.replyTo) ?? null)
  return (
    <div className={css.composer} data-note={note || undefined}>
      <OwnerStrip conversation={conversation} />
      <ScheduledStrip id={id} talk={talk} onCancelled={(content) => text === '' && rewrite({ type: 'reply', content, channel: channel.id })} />
      <BarrierStrip barrier={barrier} conversation={conversation} talk={talk} />
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <div className={css.tabs} role="radiogroup" aria-label={talk.composer.mode}>
          <Tab on={!note} testid="tab-reply" onClick={() => write({ note: false })}>
            <IconMessage size={15} aria-hidden /> {talk.composer.reply}
          </Tab>
          <Tab on={note} testid="tab-note" onClick={() => write({ note: true })}>
            <IconLock size={15} aria-hidden /> {talk.composer.note}
          </Tab>
        </div>
        <div className={css.field}>
          {closed ? (
            <div className={css.closed}>
              <p>
                <strong>{talk.composer.closedTitle}</strong>
                {talk.composer.closedHint}
              </p>
              <Button look="primary" data-testid="choose-template" onClick={() => setDialog('template')}>
                <IconTemplate size={17} aria-hidden /> {talk.composer.chooseTemplate}
              </Button>
            </div>
          ) : (
            <>
              {asked === 'late' && (
                <p className={css.ask} role="alert">
                  <span>
                    <strong>{talk.composer.late}.</strong> {talk.composer.lateHint(Math.max(1, Math.round(closesIn / 1000)))}
                  </span>
                  <Button data-testid="send-anyway" onClick={() => send(true)}>
                    {talk.composer.sendAnyway}
                  </Button>
                </p>
              )}
              {draft.replyTo !== null && !note && <QuoteBar quoted={quoted} name={name} talk={talk} onStop={() => write({ replyTo: null })} />}
              {file.attached && !note && <Attachment attached={file.attached} talk={talk} onRemove={file.remove} />}
              {file.problem && !note && (
                <p className={css.problem} role="alert">
                  {file.problem}
                </p>
              )}
              <WriteField
                conversationId={id}
                box={box}
                text={text}
                note={note}
                label={note ? talk.composer.note : words.composer.label}
                placeholder={note ? talk.composer.notePlaceholder : captioned ? talk.composer.caption : talk.composer.replyPlaceholder}
                talk={talk}
                onText={(next) => {
                  write({ text: next })
                  setAsked(null)
                  if (next.trim() === '') rested()
                  else if (!note) typing()
                }}
                onNamed={(person) => setNamed([...named, person])}
                onFiles={file.take}
                onSend={() => send()}
              />
              <div className={css.foot}>
                <Toolbar
                  note={note}
                  canSchedule={ready && !note}
                  talk={talk}
                  onEmoji={(emoji) => {
                    const at = box.current?.selectionStart ?? text.length
                    write({ text: text.slice(0, at) + emoji + text.slice(at) })
                    focus()
                  }}
                  onFiles={file.take}
                  onDialog={setDialog}
                />
                <p id="composer-hint" className={left < 0 ? css.over : css.hint} aria-live="polite">
                  {left < 0
                    ? words.composer.tooLong(-left)
                    : left < tellBelow
                      ? talk.composer.left(left)
                      : note
                        ? talk.note.only
                        : conversation.owner === 'bot'
                          ? words.composer.takesOver
                          : enterSends
                            ? talk.composer.enter
                            : talk.composer.ctrlEnter}
                </p>
                <Button look="primary" type="submit" className={css.send} data-testid="composer-send" disabled={!ready}>
                  {note ? <IconLock size={16} aria-hidden /> : <IconSend2 size={16} aria-hidden />} {note ? talk.composer.addNote : words.composer.send}
                </Button>
              </div>
            </>
          )}
        </div>
      </form>
      <Optional key={dialog ?? asked} onMissing={stopAsking}>
        {asked === 'leased' && holder && <ReplyAnyway conversation={id} holder={holder} onSend={() => send(true)} onClose={() => setAsked(null)} />}
        {dialog === 'template' && (
          <TemplateDialog
            ws={store?.workspace ?? ''}
            channel={channel.id}
            draft={note ? '' : text}
            onSend={(content) => {
              say({ type: 'reply', content, channel: channel.id })
              setDialog(null)
            }}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'choices' && (
          <ChoicesDialog
            draft={text.trim()}
            onSend={(content) => {
              say({ type: 'reply', content, channel: channel.id, replyTo: draft.replyTo ?? undefined })
              clear()
              setDialog(null)
            }}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'schedule' && (
          <ScheduleDialog
            windowClosesAt={conversation.windowClosesAt}
            onSchedule={async (at) => {
              await schedule(store?.workspace ?? '', conversation, { text: text.trim(), attached: file.attached, replyTo: draft.replyTo, at })
              clear()
            }}
            onClose={() => setDialog(null)}
          />
        )}
      </Optional>
    </div>
  )
}

function Tab({ on, testid, onClick, children }: { on: boolean; testid: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" role="radio" aria-checked={on} className={css.tab} data-testid={testid} onClick={onClick}>
      {children}
    </button>
  )
}

const join = (put: string, there: string) => (there.trim() ? `${put}\n${there}` : put)
