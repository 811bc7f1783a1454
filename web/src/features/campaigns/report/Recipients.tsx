import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Button, Select } from '~/ui'
import { Notice, Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import type { Campaign, Deed, Recipient, RecipientWord, VariantProgress } from '../types'
import { useCampaignWords } from '../words'
import { RecipientRows } from './RecipientRows'
import css from './Report.module.css'

const route = getRouteApi('/campaigns/$campaign')
const states: readonly RecipientWord[] = ['waiting', 'inFlight', 'accepted', 'delivered', 'read', 'failed', 'skipped', 'unknown']

const deeds: readonly Deed[] = ['replied', 'clicked', 'goal']

interface RecipientsProps {
  api: CampaignsApi
  campaign: Campaign
  state: string
  variants: readonly VariantProgress[]
  exports: boolean
}

/** Everybody, one by one: where each stands and why. */
export function Recipients({ api, campaign, state, variants, exports }: RecipientsProps) {
  const words = useCampaignWords()
  const navigate = route.useNavigate()
  const { show, variant } = route.useSearch()
  const deed = deeds.find((each) => each === show)
  const word = states.find((each) => each === show)
  const frozen = state !== 'draft' && state !== 'scheduled'
  const list = useInfiniteQuery({
    queryKey: ['campaigns', api.workspace, 'recipients', campaign.id, show ?? 'all', variant ?? 'all'],
    queryFn: ({ pageParam }) => api.recipients(campaign.id, { state: word, deed, variant }, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: frozen,
    placeholderData: (before) => before,
    refetchInterval: (query) => (state === 'running' && (query.state.data?.pages.length ?? 0) <= 2 ? 3_000 : false),
  })
  const rows: Recipient[] = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <Section
      title={words.report.recipients}
      tools={
        frozen && (
          <>
            <Select
              className={css.show}
              aria-label={words.report.showing}
              data-testid="show"
              value={show ?? ''}
              onChange={(next) => void navigate({ search: (before) => ({ ...before, show: (next || undefined) as RecipientWord | Deed | undefined }), replace: true, resetScroll: false })}
              options={[{ value: '', label: words.report.everyone }, ...states.map((each) => ({ value: each, label: words.report.words[each] ?? each })), ...deeds.map((each) => ({ value: each, label: words.report.bars[each] ?? each }))]}
            />
            {variants.length > 0 && (
              <Select
                className={css.show}
                aria-label={words.compare.which}
                value={variant ?? ''}
                onChange={(next) => void navigate({ search: (before) => ({ ...before, variant: next || undefined }), replace: true, resetScroll: false })}
                options={[{ value: '', label: words.compare.everyMessage }, ...variants.map(({ key }) => ({ value: key, label: key === 'hold_out' ? words.compare.heldOut : words.compare.message(key) }))]}
              />
            )}
            {exports && (
              <Button onClick={() => location.assign(api.recipientsAddress(campaign.id))}>
                <IconDownload size={16} aria-hidden /> {words.report.export}
              </Button>
            )}
          </>
        )
      }
    >
      {!frozen && <p className={css.quiet}>{words.report.frozenLater}</p>}
      {list.isError && rows.length === 0 && <Notice tone="danger">{words.report.recipientsFailed}</Notice>}
      {frozen && list.data && rows.length === 0 && <p className={css.quiet}>{words.report.noRecipients}</p>}
      {rows.length > 0 && <RecipientRows rows={rows} more={list.hasNextPage && !list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </Section>
  )
}
