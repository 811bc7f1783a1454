import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '~/api/client'
import { useInboxStore } from '~/app/InboxProvider'
import { plainly, type Trigger } from '~/model/trigger'
import { RichText } from '~/ui'
import type { TalkWords } from '../talk'
import { filling } from './filling'
import css from './SuggestionList.module.css'
import type { Suggestion } from './useSuggestions'

/** The team's saved replies that fit what is written behind the slash. */
export function useSavedReplies(trigger: Trigger | null): { options: readonly Suggestion[]; all: number } {
  const ws = useInboxStore()?.workspace ?? ''
  const { data } = useQuery({
    queryKey: ['saved replies', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/saved-replies', { params: { path: { ws } } })),
    enabled: trigger !== null,
    staleTime: 60_000,
  })
  const query = trigger?.query
  const options = useMemo(() => {
    const wanted = plainly(query ?? '')
    return (data?.items ?? [])
      .filter((reply) => plainly(reply.shortcut).includes(wanted) || plainly(reply.text).includes(wanted))
      .toSorted((a, b) => Number(plainly(b.shortcut).startsWith(wanted)) - Number(plainly(a.shortcut).startsWith(wanted)))
      .slice(0, 30)
      .map((reply) => ({ id: reply.id, label: `/${reply.shortcut}`, detail: reply.text }))
  }, [data, query])
  return { options, all: data?.items.length ?? 0 }
}

/** Fills it when it is taken; what the preview has filled is not asked for again. */
export function useFill(conversationId: number) {
  const ws = useInboxStore()?.workspace ?? ''
  const queries = useQueryClient()
  return (text: string) => queries.fetchQuery(filling(ws, conversationId, text))
}

/** What the active reply would put in. */
export function FilledPreview({ conversationId, reply, talk }: { conversationId: number; reply: Suggestion; talk: TalkWords }) {
  const ws = useInboxStore()?.workspace ?? ''
  const { data } = useQuery({ ...filling(ws, conversationId, reply.detail ?? ''), placeholderData: keepPreviousData })
  return (
    <div className={css.preview}>
      {data ? <RichText text={data.text} plain /> : talk.saved.filling}
      {data?.fault && <p className={css.fault}>{talk.saved.fault(data.fault)}</p>}
    </div>
  )
}
