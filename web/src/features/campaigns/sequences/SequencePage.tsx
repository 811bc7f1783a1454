import { IconArrowLeft, IconFileUnknown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { isAtLeast } from '~/model/access'
import { Blank } from '~/ui'
import { CampaignsApi } from '../api'
import wizard from '../wizard/Wizard.module.css'
import { useCampaignWords } from '../words'
import { SequencesApi } from './api'
import { Editor } from './Editor'
import { Running } from './Running'

const route = getRouteApi('/campaigns/sequences/$sequence')

/** A sequence: a draft is edited, one that has begun is watched. */
export function SequencePage() {
  const { sequences: words } = useCampaignWords()
  const { sequence: given } = route.useParams()
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new SequencesApi(workspace), [workspace])
  const campaigns = useMemo(() => new CampaignsApi(workspace), [workspace])
  const isNew = given === 'new'
  const id = Number(given)
  const found = useQuery({
    queryKey: ['sequences', workspace, 'one', id],
    queryFn: () => api.find(id),
    enabled: !isNew && Number.isSafeInteger(id),
    refetchInterval: (query) => (query.state.data?.state === 'active' ? 3_000 : false),
  })
  const templates = useQuery({ queryKey: ['campaigns', workspace, 'templates'], queryFn: () => campaigns.templates(), staleTime: 30_000 })
  const writes = isAtLeast(role, 'admin')
  useTitle(found.data?.name ?? words.new)
  const back = (
    <Link to="/campaigns/sequences" aria-label={words.back} className={wizard.back}>
      <IconArrowLeft size={18} aria-hidden />
    </Link>
  )
  if (found.isError || (!isNew && !Number.isSafeInteger(id)))
    return (
      <Blank page alert icon={<IconFileUnknown size={28} />} title={words.gone}>
        <Link to="/campaigns/sequences">{words.back}</Link>
      </Blank>
    )
  if (!templates.data || (!isNew && !found.data)) return null
  if ((isNew || found.data?.state === 'draft') && writes)
    return <Editor key={given} api={api} campaigns={campaigns} sequence={found.data ?? null} templates={templates.data.items} back={back} />
  return found.data ? <Running api={api} campaigns={campaigns} sequence={found.data} writes={writes} back={back} /> : null
}
