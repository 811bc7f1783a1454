import { IconClock, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api, ask } from '~/api/client'
import type { Content } from '~/api/types'
import { useInbox, useInboxStore } from '~/app/InboxProvider'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { plainWords } from '~/model/formatting'
import { Button, IconButton } from '~/ui'
import type { TalkWords } from '../talk'
import css from './Scheduled.module.css'

interface ScheduledStripProps {
  id: number
  talk: TalkWords
  onCancelled: (content: Content) => void
}

/** Replies that wait for their time. */
export function ScheduledStrip({ id, talk, onCancelled }: ScheduledStripProps) {
  const words = useWords()
  const dates = useDates()
  const ws = useInboxStore()?.workspace ?? ''
  const queries = useQueryClient()
  const news = useInbox((state) => state.scheduled.get(id) ?? 0, 0)
  const key = ['scheduled', ws, id]
  const { data } = useQuery({
    queryKey: [...key, news],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/conversations/{id}/scheduled', { params: { path: { ws, id } } })),
    placeholderData: (before) => before,
    // every change is told, and then it is another key
    staleTime: 60_000,
  })
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState('')
  const items = data?.items ?? []
  if (items.length === 0) return <p className="sr-only" role="status">{said}</p>

  const cancel = async (reply: string, content: Content) => {
    try {
      await ask(api.DELETE('/api/v1/workspaces/{ws}/conversations/{id}/scheduled/{reply}', { params: { path: { ws, id, reply } } }))
      onCancelled(content)
      setSaid(talk.schedule.cancelled)
    } catch (problem) {
      setSaid(problem instanceof ApiError && problem.kind === 'sent' ? talk.schedule.gone : String(problem))
    }
    await queries.invalidateQueries({ queryKey: key })
  }

  return (
    <div className={css.strip} data-testid="scheduled">
      <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconClock size={16} aria-hidden /> {talk.schedule.waiting(items.length)}
      </Button>
      <p className={css.said} role="status">
        {said}
      </p>
      {open && (
        <ul className={css.list}>
          {items.map((each) => (
            <li key={each.clientId} data-testid="scheduled-reply">
              <div className={css.what}>
                <span>{textOf(each.content) || words.kinds[each.content.type]}</span>
                <small className={each.refusal ? css.failure : undefined}>
                  {each.refusal ? talk.schedule.refused(each.refusal) : talk.schedule.at(`${dates.day(each.sendAt)}, ${dates.time(each.sendAt)}`)} · {talk.schedule.by(each.author.name)}
                </small>
              </div>
              <IconButton label={talk.schedule.cancel} data-testid="scheduled-cancel" onClick={() => void cancel(each.clientId, each.content)}>
                <IconX size={17} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function textOf(content: Content): string {
  if (content.type === 'text') return plainWords(content.text)
  if (content.type === 'media') return content.caption || content.fileName || ''
  if (content.type === 'template') return plainWords(content.preview ?? content.name)
  return 'body' in content ? plainWords(content.body) : ''
}
