import { IconPlus, IconRoute } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button } from '~/ui'
import { Chip, Page, Space, Table, type Tone } from '~/ui/page'
import list from '../list/Campaigns.module.css'
import { Tabs } from '../Tabs'
import { useCampaignWords } from '../words'
import { SequencesApi } from './api'

export const stateTones: Record<string, Tone> = { active: 'good', paused: 'warn' }

/** The sequences, the newest first. */
export function SequencesPage() {
  const { sequences: words } = useCampaignWords()
  const common = useWords()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new SequencesApi(workspace), [workspace])
  useTitle(words.title)
  const found = useInfiniteQuery({
    queryKey: ['sequences', workspace, 'list'],
    queryFn: ({ pageParam }) => api.list(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = found.data?.pages.flatMap((page) => page.items) ?? []
  const begin = isAtLeast(role, 'admin') && (
    <Link to="/campaigns/sequences/$sequence" params={{ sequence: 'new' }} className={list.begin} data-testid="new-sequence">
      <IconPlus size={16} aria-hidden /> {words.new}
    </Link>
  )
  return (
    <Page
      title={words.title}
      tools={
        <>
          <Tabs />
          <Space />
          {begin}
        </>
      }
    >
      {found.isError && rows.length === 0 && (
        <Blank alert icon={<IconRoute size={28} />} title={words.failed} hint={found.error.message}>
          <Button onClick={() => void found.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {found.data && rows.length === 0 && (
        <Blank icon={<IconRoute size={28} />} title={words.empty} hint={words.emptyHint}>
          {begin}
        </Blank>
      )}
      {rows.length > 0 && (
        <Table label={words.title} head={[words.name, words.state, words.steps, words.enters]}>
          {rows.map(({ id, name, state, steps, enter }) => (
            <tr key={id} data-testid="sequence-row">
              <th scope="row">
                <Link to="/campaigns/sequences/$sequence" params={{ sequence: String(id) }}>
                  {name}
                </Link>
              </th>
              <td>
                <Chip tone={stateTones[state] ?? 'plain'}>{words.states[state] ?? state}</Chip>
              </td>
              <td>{words.stepCount(steps.length)}</td>
              <td>{enter ? words.byItself : words.asked}</td>
            </tr>
          ))}
        </Table>
      )}
      {found.hasNextPage && (
        <div>
          <Button onClick={() => void found.fetchNextPage()}>{common.common.more}</Button>
        </div>
      )}
    </Page>
  )
}
