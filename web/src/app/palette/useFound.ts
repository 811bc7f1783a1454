import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { api, ask } from '~/api/client'
import type { Conversation } from '~/api/types'
import type { components } from '~/api/schema'
import { useWords } from '~/i18n'
import type { Rows } from '~/model/conversations'
import { phoneText } from '~/model/phoneText'
import { useInbox } from '../InboxProvider'
import { useWorkspace } from '../session'
import type { Offer, Wanted } from './match'

type Schemas = components['schemas']

const noRows: Rows = new Map()
const patience = 120
const most = 8

/** The text as it was `patience` milliseconds ago: the server is not asked at every key. */
function useLate(text: string) {
  const [late, setLate] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setLate(text), patience)
    return () => clearTimeout(timer)
  }, [text])
  return late
}

/** Conversations, contacts, flows and tags: what is in memory at once, what the server knows a moment later. */
export function useFound({ among, text }: Wanted): { offers: Offer[]; asking: boolean } {
  const words = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id: ws } = useWorkspace()
  const rows = useInbox((state) => state.rows, noRows)
  const search = useLate(text)
  const path = { ws }
  const wanted = (section: Wanted['among'][number]) => among.includes(section) && search.length > 0 && ws !== ''
  const common = { staleTime: 10_000, placeholderData: <T>(before: T) => before }

  const talks = useQuery({
    ...common,
    queryKey: ['palette', ws, 'conversations', search],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/workspaces/{ws}/conversations', { signal, params: { path, query: { search, limit: most } } })),
    enabled: wanted('conversations'),
  })
  const people = useQuery({
    ...common,
    queryKey: ['palette', ws, 'contacts', search],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/workspaces/{ws}/contacts', { signal, params: { path, query: { search, limit: most } } })),
    enabled: wanted('contacts'),
  })
  const flows = useQuery({
    ...common,
    queryKey: ['palette', ws, 'flows', search],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/workspaces/{ws}/flows', { signal, params: { path, query: { search: search || undefined, limit: most } } })),
    enabled: among.includes('flows') && ws !== '',
  })
  const tags = useQuery({
    queryKey: ['tags', ws],
    queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/tags', { params: { path } })),
    staleTime: 60_000,
    enabled: among.includes('tags') && ws !== '',
  })

  const offers = useMemo(() => {
    const titleOf = (contact: { id: number; name?: string | null; phone?: string | null; bsuid?: string | null }) =>
      contact.name || (contact.phone ? phoneText(contact.phone) : null) || words.list.unknownContact((contact.bsuid ?? String(contact.id)).slice(-4).toUpperCase())
    const talk = (each: Conversation): Offer => ({
      id: String(each.id),
      section: 'conversations',
      label: titleOf(each.contact),
      hint: each.contact.phone ? phoneText(each.contact.phone) : undefined,
      run: () => void navigate({ to: '/inbox/{-$conversation}', params: { conversation: String(each.id) } }),
    })
    const person = (each: Schemas['ContactRow']): Offer => ({
      id: String(each.id),
      section: 'contacts',
      label: titleOf(each),
      hint: each.phone ? phoneText(each.phone) : undefined,
      also: each.tags.join(' '),
      run: () => void navigate({ to: '/contacts/$contact', params: { contact: String(each.id) } }),
    })
    const flow = (each: Schemas['FlowView']): Offer => ({
      id: each.id,
      section: 'flows',
      label: each.name,
      run: () => void navigate({ to: '/flows/$flow', params: { flow: each.id } }),
    })
    const seen = queries.getQueriesData<{ pages?: { items: Schemas['ContactRow'][] }[] }>({ queryKey: ['contacts', ws, 'list'] }).flatMap(([, data]) => data?.pages?.flatMap((page) => page.items) ?? [])
    return [
      ...[...rows.values()].slice(0, 500).map(({ conversation }) => talk(conversation)),
      ...(talks.data?.items ?? []).map(talk),
      ...(text === '' ? [] : seen.map(person)),
      ...(people.data?.items ?? []).map(person),
      ...(flows.data?.items ?? []).map(flow),
      ...(tags.data?.items ?? []).map(
        ({ name }): Offer => ({
          id: name,
          section: 'tags',
          label: name,
          run: () => void navigate({ to: '/contacts', search: { where: [{ attribute: 'tag', op: 'has', value: name }] } }),
        }),
      ),
    ]
  }, [rows, talks.data, people.data, flows.data, tags.data, text, words, navigate, queries, ws])

  return { offers, asking: text !== search || talks.isFetching || people.isFetching || flows.isFetching }
}
