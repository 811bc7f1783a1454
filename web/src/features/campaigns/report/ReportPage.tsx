import { IconArrowLeft, IconFileUnknown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { isAtLeast } from '~/model/access'
import { Blank } from '~/ui'
import { Fact, Facts, Page, Section, Space } from '~/ui/page'
import { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import { isOver, paceOf } from '../model/report'
import { rateOf } from '../model/senders'
import { StateChip } from '../StateChip'
import { useLiveProgress, useProgress } from '../useProgress'
import wizard from '../wizard/Wizard.module.css'
import { useCampaignWords } from '../words'
import { Actions } from './Actions'
import { Chart } from './Chart'
import { EventLog } from './EventLog'
import { Failures } from './Failures'
import { Funnel } from './Funnel'
import { Numbers } from './Numbers'
import { Recipients } from './Recipients'
import css from './Report.module.css'
import { Standing } from './Standing'
import { useSamples } from './useSamples'
import { Variants } from './Variants'

const route = getRouteApi('/campaigns/$campaign')

/** A campaign as it goes: how far, how fast, what went wrong, and what can be done about it. */
export function ReportPage() {
  const words = useCampaignWords()
  const figures = useFigures()
  const { campaign: given } = route.useParams()
  const id = Number(given)
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new CampaignsApi(workspace), [workspace])
  const writes = isAtLeast(role, 'admin')
  useLiveProgress(workspace)
  const found = useQuery({
    queryKey: ['campaigns', workspace, 'one', id],
    queryFn: () => api.find(id),
    enabled: Number.isSafeInteger(id),
    refetchInterval: (query) => (isOver(query.state.data?.state ?? '') ? false : 5_000),
  })
  const campaign = found.data
  const progress = useProgress(api, id, campaign?.state).data
  const samples = useSamples(id, progress)
  const channels = useQuery({ queryKey: ['campaigns', workspace, 'channels'], queryFn: () => api.channels(), enabled: writes, staleTime: 60_000 })
  useTitle(campaign?.title ?? words.title)
  const back = (
    <Link to="/campaigns" aria-label={words.report.back} className={wizard.back}>
      <IconArrowLeft size={18} aria-hidden />
    </Link>
  )
  if (!Number.isSafeInteger(id) || (found.isError && !campaign))
    return (
      <Blank page alert icon={<IconFileUnknown size={28} />} title={words.report.gone} hint={words.report.goneHint}>
        <Link to="/campaigns">{words.report.back}</Link>
      </Blank>
    )
  if (!campaign) return null

  // the newer of the two knows better
  const state = progress && campaign.state !== 'draft' && campaign.state !== 'scheduled' ? progress.state : campaign.state
  const channelRate = rateOf(channels.data?.items, campaign)
  const left = Object.entries(campaign.excluded ?? {}).filter(([, n]) => n > 0)
  return (
    <Page
      title={campaign.title}
      before={back}
      tools={
        <>
          <StateChip state={state} />
          <Space />
          {writes && <Actions api={api} campaign={campaign} state={state} progress={progress} most={channelRate} />}
        </>
      }
    >
      <Standing campaign={campaign} state={state} progress={progress} pace={paceOf(samples)} channelRate={channelRate} />
      {progress && (
        <>
          <Funnel progress={progress} />
          <Variants progress={progress} />
          <Numbers progress={progress} />
          <div className={css.pair}>
            <Chart samples={samples} running={state === 'running'} over={isOver(state)} />
            <Failures api={api} campaign={campaign} progress={progress} writes={writes} />
          </div>
        </>
      )}
      {left.length > 0 && (
        <Section title={words.report.out}>
          <Facts>
            {left.map(([reason, n]) => (
              <Fact key={reason} label={words.count.out[reason] ?? reason}>
                {figures.number(n)}
              </Fact>
            ))}
          </Facts>
        </Section>
      )}
      <Recipients api={api} campaign={campaign} state={state} variants={progress?.variants ?? []} exports={writes} />
      <EventLog api={api} campaign={campaign} state={state} audited={writes} />
    </Page>
  )
}
