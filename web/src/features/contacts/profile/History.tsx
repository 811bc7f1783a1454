import { IconTrash } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { Button, IconButton, TextArea } from '~/ui'
import { Chip, Form, Notice, Section } from '~/ui/page'
import { useFields } from '../../rules/known'
import { attributeName } from '../../rules/names'
import { useRuleWords } from '../../rules/words'
import type { ContactsApi } from '../api'
import { fieldText } from '../model'
import { useContactsWords } from '../words'
import css from './Profile.module.css'

interface HistoryProps {
  api: ContactsApi
  workspace: string
  contact: number
}

/** What the team noted. */
export function NoteSection({ api, workspace, contact, writes }: HistoryProps & { writes: boolean }) {
  const words = useContactsWords()
  const dates = useDates()
  const [text, setText] = useState('')
  const notes = useQuery({ queryKey: ['contacts', workspace, contact, 'notes'], queryFn: () => api.notes(contact) })
  const { busy, failure, act } = useAct()
  const add = () =>
    act(async () => {
      await api.addNote(contact, text.trim())
      setText('')
      await notes.refetch()
    })
  const remove = (note: number) =>
    act(async () => {
      await api.removeNote(contact, note)
      await notes.refetch()
    })
  return (
    <Section title={words.profile.notes}>
      {(failure || notes.isError) && <Notice tone="danger">{(failure ?? notes.error)?.message}</Notice>}
      {writes && (
        <Form onSend={() => text.trim() !== '' && void add()}>
          <TextArea aria-label={words.profile.note} placeholder={words.profile.note} data-testid="note" maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
          <div>
            <Button type="submit" data-testid="add-note" disabled={busy || text.trim() === ''}>
              {words.profile.addNote}
            </Button>
          </div>
        </Form>
      )}
      {notes.data?.items.length === 0 && <p className={css.none}>{words.profile.noNotes}</p>}
      <ul className={css.list}>
        {notes.data?.items.map((note) => (
          <li key={note.id}>
            <p>{note.text}</p>
            {writes && (
              <IconButton label={words.profile.removeNote} tipSide="bottom-end" onClick={() => void remove(note.id)}>
                <IconTrash size={16} aria-hidden />
              </IconButton>
            )}
            <small>
              {note.authorName} · {dates.full(note.createdAt)}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The conversations, each a way into the inbox. */
export function TalkList({ api, workspace, contact }: HistoryProps) {
  const words = useContactsWords()
  const dates = useDates()
  const talks = useQuery({ queryKey: ['contacts', workspace, contact, 'talks'], queryFn: () => api.talks(contact) })
  return (
    <Section title={words.profile.history}>
      {talks.isError && <Notice tone="danger">{talks.error.message}</Notice>}
      {talks.data?.items.length === 0 && <p className={css.none}>{words.profile.noHistory}</p>}
      <ul className={css.list}>
        {talks.data?.items.map((talk) => (
          <li key={talk.id}>
            <Link to="/inbox/{-$conversation}" params={{ conversation: String(talk.id) }}>
              {talk.lastText || words.profile.messages(talk.messages)}
            </Link>
            {talk.inFlow && talk.flowName ? <Chip tone="info">{words.profile.inFlow(talk.flowName)}</Chip> : <span />}
            <small>{[words.profile.messages(talk.messages), talk.lastAt && dates.full(talk.lastAt), talk.ofAlias && words.profile.ofAlias].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Who changed what, and when. */
export function ChangeList({ api, workspace, contact }: HistoryProps) {
  const words = useContactsWords()
  const common = useWords()
  const dates = useDates()
  const rules = useRuleWords()
  const fields = useFields(workspace)
  const changes = useInfiniteQuery({
    queryKey: ['contacts', workspace, contact, 'changes'],
    queryFn: ({ pageParam }) => api.changes(contact, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const lines = changes.data?.pages.flatMap((page) => page.items) ?? []
  const told = (detail: unknown) =>
    Object.entries((detail ?? {}) as Record<string, unknown>)
      .map(([what, value]) => `${attributeName(what, fields, rules)}: ${valueText(value)}`)
      .join('; ')
  return (
    <Section title={words.profile.changes}>
      {changes.isError && <Notice tone="danger">{changes.error.message}</Notice>}
      {changes.data && lines.length === 0 && <p className={css.none}>{words.profile.noChanges}</p>}
      <ul className={css.list}>
        {lines.map((line) => (
          <li key={line.id} data-testid="change">
            <p>{[words.profile.kinds[line.kind] ?? line.kind, told(line.detail)].filter(Boolean).join(' · ')}</p>
            <span />
            <small>
              {line.actorName} · {dates.full(line.at)}
            </small>
          </li>
        ))}
      </ul>
      {changes.hasNextPage && (
        <div>
          <Button onClick={() => void changes.fetchNextPage()}>{common.common.more}</Button>
        </div>
      )}
    </Section>
  )
}

/** A change of a value as `before → after`, tags as a list. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object' && value !== null && 'to' in value) {
    const { from, to } = value as { from?: unknown; to: unknown }
    return `${shown(from)} → ${shown(to)}`
  }
  return typeof value === 'object' ? JSON.stringify(value) : fieldText(value)
}

const shown = (value: unknown) => (typeof value === 'boolean' ? (value ? '✓' : '–') : fieldText(value) || '–')
