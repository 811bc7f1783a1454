import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CampaignsApi } from '../api'
import { type Person, listedPerson, personOf } from '../model/people'
import type { Audience, AudienceAnswer } from '../types'

/** What tells one audience from another without going through a hundred thousand lines. */
function identityOf(audience: Audience): string {
  if (audience.kind !== 'phones') return JSON.stringify(audience)
  const { recipients, exclude } = audience
  return JSON.stringify(['phones', recipients.length, recipients[0], recipients[recipients.length - 1], exclude ?? null])
}

/** The value once it has stood still for a moment. */
function useSettled<T>(value: T, after: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after)
    return () => clearTimeout(timer)
  }, [value, after])
  return settled
}

/** How many an audience has, counted anew whenever it changes. */
export function useCount(api: CampaignsApi, audience: Audience | null) {
  const late = useSettled(audience, 300)
  const count = useQuery({
    queryKey: ['campaigns', api.workspace, 'count', late && identityOf(late)],
    queryFn: ({ signal }) => api.count(late!, 100, undefined, signal),
    enabled: late !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
    retry: 1,
  })
  return { answer: audience ? count.data : undefined, counting: audience !== null && (count.isFetching || late !== audience), error: count.error, retry: count.refetch }
}

/** People of an audience with all that a message can say of them. */
export function usePeople(api: CampaignsApi, audience: Audience | null, answer: AudienceAnswer | undefined): readonly Person[] {
  const ids = answer?.sample.map(({ contactId }) => contactId) ?? []
  const query =
    audience?.kind === 'rule' ? { filter: JSON.stringify(audience.rule), limit: 100 }
    : audience?.kind === 'segment' ? { segment: audience.segmentId, limit: 100 }
    : audience?.kind === 'all' ? { limit: 100 }
    : null
  const { data } = useQuery({
    queryKey: ['campaigns', api.workspace, 'people', query, query ? null : ids.slice(0, 8), query !== null || ids.length > 0],
    queryFn: async () => {
      if (query) return (await api.contacts(query)).items.map(personOf)
      return (await Promise.all(ids.slice(0, 8).map((id) => api.contact(id)))).map(({ contact }) => personOf(contact))
    },
    enabled: audience !== null && audience.kind !== 'phones' && answer !== undefined && ids.length > 0,
    staleTime: 60_000,
  })
  if (audience?.kind === 'phones') return audience.recipients.slice(0, 500).map(listedPerson)
  const within = new Set(ids.map(String))
  const known = (data ?? []).filter(({ id }) => within.has(id))
  return known.length > 0 ? known : (answer?.sample ?? []).map(({ contactId, name, phone }) => ({ id: String(contactId), name, phone, language: null, fields: {}, values: {} }))
}
