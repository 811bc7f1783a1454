import { IconPlus, IconSend } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { isAtLeast } from '~/model/access'
import { Blank, Button, Dialog, Select, Skeleton } from '~/ui'
import { dangerLook, Notice, Page, Space } from '~/ui/page'
import { CampaignsApi } from '../api'
import type { Campaign, CampaignState } from '../types'
import { Tabs } from '../Tabs'
import { useLiveProgress } from '../useProgress'
import { useCampaignWords } from '../words'
import css from './Campaigns.module.css'
import { CampaignTable } from './CampaignTable'

const route = getRouteApi('/campaigns')
const states: readonly CampaignState[] = ['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed']

/** The campaigns, the newest first, each with where it stands. */
export function CampaignsPage() {
  const words = useCampaignWords()
  const common = useWords()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new CampaignsApi(workspace), [workspace])
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { state } = route.useSearch()
  const [removing, setRemoving] = useState<Campaign | null>(null)
  const { busy, failure, act } = useAct()
  const writes = isAtLeast(role, 'admin')
  useTitle(words.title)
  useLiveProgress(workspace)
  const list = useInfiniteQuery({
    queryKey: ['campaigns', workspace, 'list', state ?? 'all'],
    queryFn: ({ pageParam }) => api.list(state, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  })
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const nothing = list.data !== undefined && rows.length === 0
  const templates = useQuery({ queryKey: ['campaigns', workspace, 'templates'], queryFn: () => api.templates(), enabled: nothing && !state })
  const remove = () =>
    removing &&
    act(async () => {
      await api.remove(removing.id)
      setRemoving(null)
      await queries.invalidateQueries({ queryKey: ['campaigns', workspace, 'list'] })
    })
  const begin = writes && (
    <Link to="/campaigns/new/$step" params={{ step: 'audience' }} className={css.begin} data-testid="new-campaign">
      <IconPlus size={16} aria-hidden /> {words.list.new}
    </Link>
  )
  return (
    <Page
      title={words.title}
      tools={
        <>
          <Tabs />
          <Select
            className={css.filter}
            aria-label={words.list.filter}
            value={state ?? ''}
            onChange={(next) => void navigate({ to: '/campaigns', search: { state: (next || undefined) as CampaignState | undefined }, replace: true })}
            options={[{ value: '', label: words.list.all }, ...states.map((each) => ({ value: each, label: words.states[each] ?? each }))]}
          />
          <Space />
          {begin}
        </>
      }
    >
      {list.isError && rows.length === 0 && (
        <Blank alert icon={<IconSend size={28} />} title={words.list.failed} hint={list.error.message}>
          <Button onClick={() => void list.refetch()}>{common.errors.tryAgain}</Button>
        </Blank>
      )}
      {list.isPending && (
        <div className={css.skeletons}>
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} width="100%" height={56} />
          ))}
        </div>
      )}
      {nothing && state && <Blank icon={<IconSend size={28} />} title={words.list.noneSuch} />}
      {nothing && !state && (
        <Blank icon={<IconSend size={28} />} title={words.list.empty} hint={templates.data?.items.length === 0 ? words.list.emptyNeeds : words.list.emptyHint}>
          {begin}
        </Blank>
      )}
      {rows.length > 0 && <CampaignTable api={api} rows={rows} onRemove={writes ? setRemoving : null} />}
      {list.hasNextPage && (
        <div>
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {common.common.more}
          </Button>
        </div>
      )}
      {removing && (
        <Dialog
          title={words.list.removeTitle(removing.title)}
          closeLabel={common.common.close}
          onClose={() => setRemoving(null)}
          actions={
            <Button className={dangerLook} disabled={busy} onClick={() => void remove()}>
              {words.list.remove}
            </Button>
          }
        >
          <p>{words.list.removeHint}</p>
          {failure && <Notice tone="danger">{failure.message}</Notice>}
        </Dialog>
      )}
    </Page>
  )
}
