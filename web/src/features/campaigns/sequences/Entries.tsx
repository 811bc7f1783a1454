import { IconX } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { Button, IconButton, Select } from '~/ui'
import { Notice, Section, Table } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { ContactSearch } from '../ContactSearch'
import { useFigures } from '../figures'
import type { Entry, EntryState, Sequence } from '../types'
import { useCampaignWords } from '../words'
import type { SequencesApi } from './api'

const route = getRouteApi('/campaigns/sequences/$sequence')
const states: readonly EntryState[] = ['in', 'through', 'left']

interface EntriesProps {
  api: SequencesApi
  campaigns: CampaignsApi
  sequence: Sequence
  writes: boolean
}

/** Who is in it and where; somebody let in or taken out. */
export function Entries({ api, campaigns, sequence, writes }: EntriesProps) {
  const all = useCampaignWords()
  const words = all.sequences
  const common = useWords()
  const figures = useFigures()
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const { show } = route.useSearch()
  const [said, setSaid] = useState<string | null>(null)
  const { failure, act } = useAct()
  const list = useInfiniteQuery({
    queryKey: ['sequences', api.workspace, 'entries', sequence.id, show ?? 'all'],
    queryFn: ({ pageParam }) => api.entries(sequence.id, show, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: (query) => (sequence.state === 'active' && (query.state.data?.pages.length ?? 0) <= 2 ? 5_000 : false),
  })
  const rows: Entry[] = list.data?.pages.flatMap((page) => page.items) ?? []
  const refresh = () => queries.invalidateQueries({ queryKey: ['sequences', api.workspace] })
  const letIn = (id: number) =>
    act(async () => {
      const { entered, already } = await api.enter(sequence.id, { kind: 'contacts', contactIds: [id] })
      setSaid(words.entered(entered, already))
      await refresh()
    })
  const takeOut = (id: number) =>
    act(async () => {
      await api.leave(sequence.id, [id])
      await refresh()
    })
  return (
    <Section
      title={words.people}
      tools={
        <Select
          aria-label={all.report.showing}
          value={show ?? ''}
          onChange={(next) => void navigate({ search: { show: (next || undefined) as EntryState | undefined }, replace: true, resetScroll: false })}
          options={[{ value: '', label: all.report.everyone }, ...states.map((each) => ({ value: each, label: words.entryStates[each] ?? each }))]}
        />
      }
    >
      {writes && sequence.state === 'active' && <ContactSearch api={campaigns} label={words.let} action={words.letIn} onPick={({ id }) => void letIn(id)} />}
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {said && <Notice tone="good">{said}</Notice>}
      {list.data && rows.length === 0 && <p>{words.nobody}</p>}
      {rows.length > 0 && (
        <Table label={words.people} head={[words.name, words.state, words.since, words.next, '']}>
          {rows.map(({ contactId, name, phone, state, reason, step, enteredAt, dueAt }) => {
            const called = name?.trim() || (phone ? phoneText(phone) : `#${contactId}`)
            return (
              <tr key={contactId} data-testid="entry" data-state={state}>
                <th scope="row">
                  <Link to="/contacts/$contact" params={{ contact: String(contactId) }}>
                    {called}
                  </Link>
                </th>
                <td>
                  {words.entryStates[state] ?? state}
                  {reason && <small>{words.reasons[reason] ?? reason}</small>}
                </td>
                <td>{figures.moment(enteredAt)}</td>
                <td>{state === 'in' && dueAt ? words.due(step, figures.moment(dueAt)) : ''}</td>
                <td>
                  {writes && state === 'in' && (
                    <IconButton label={words.takeOut(called)} tipSide="bottom-end" onClick={() => void takeOut(contactId)}>
                      <IconX size={16} aria-hidden />
                    </IconButton>
                  )}
                </td>
              </tr>
            )
          })}
        </Table>
      )}
      {list.hasNextPage && (
        <div>
          <Button onClick={() => void list.fetchNextPage()}>{common.common.more}</Button>
        </div>
      )}
    </Section>
  )
}
