import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conversation, Message } from '~/api/types'
import { useInbox } from '~/app/InboxProvider'
import { useAct } from '~/app/useAct'
import { useDates } from '~/i18n/dates'
import { Button, IconButton, TextArea } from '~/ui'
import { useDesk } from '../desk/DeskProvider'
import { useDeskWords } from '../desk/words'
import { Part } from './Details'
import { Earlier } from './Files'
import css from './Side.module.css'
import { useContact } from './useContact'

const noMessages: readonly Message[] = []

/** What the team noted: in this conversation, and about the person. */
export function Notes({ conversation }: { conversation: Conversation }) {
  const { side } = useDeskWords()
  const dates = useDates()
  const messages = useInbox((state) => state.threads.get(conversation.id)?.thread?.messages ?? noMessages, noMessages)
  const notes = messages.filter((each) => each.kind === 'note').reverse()
  return (
    <>
      <Part title={side.noteHere}>
        {notes.length === 0 && <p className={css.none}>{side.noNotes}</p>}
        <ul className={css.notes}>
          {notes.map((note) => (
            <li key={note.id} data-testid="side-note">
              <p>{note.text}</p>
              <small>{[note.author.type === 'person' && note.author.name, dates.stamp(note.createdAt)].filter(Boolean).join(' · ')}</small>
            </li>
          ))}
        </ul>
        <Earlier conversation={conversation} />
      </Part>
      <AboutPerson conversation={conversation} />
    </>
  )
}

function AboutPerson({ conversation }: { conversation: Conversation }) {
  const { side } = useDeskWords()
  const dates = useDates()
  const desk = useDesk()
  const { ws, api } = useContact(conversation)
  const { id } = conversation.contact
  const notes = useQuery({ queryKey: ['contacts', ws, id, 'notes'], queryFn: () => api.notes(id), enabled: ws !== '' })
  const [text, setText] = useState('')
  const { busy, failure, act } = useAct()
  const add = () =>
    act(async () => {
      await api.addNote(id, text.trim())
      setText('')
      await notes.refetch()
    })
  return (
    <Part title={side.noteContact}>
      {(failure || notes.isError) && (
        <p className={css.trouble} role="alert">
          {failure?.message ?? side.failed}
        </p>
      )}
      <ul className={css.notes}>
        {notes.data?.items.map((note) => (
          <li key={note.id}>
            <p>{note.text}</p>
            <small>
              {note.authorName} · {dates.stamp(note.createdAt)}
            </small>
            {desk.writes && (
              <IconButton
                label={side.removeNote}
                tipSide="bottom-end"
                onClick={() =>
                  void act(async () => {
                    await api.removeNote(id, note.id)
                    await notes.refetch()
                  })
                }
              >
                <IconTrash size={15} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {desk.writes && (
        <form
          className={css.addNote}
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() !== '') void add()
          }}
        >
          <TextArea aria-label={side.addNote} placeholder={side.addNote} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
          {text.trim() !== '' && (
            <Button type="submit" disabled={busy}>
              {side.saveNote}
            </Button>
          )}
        </form>
      )}
    </Part>
  )
}
