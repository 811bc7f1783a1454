import { useQuery } from '@tanstack/react-query'
import { Field, Select, Switch } from '~/ui'
import { Notice } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { openingOf } from '../model/opening'
import type { MessagePlan } from '../model/content'
import { useCampaignWords } from '../words'
import { usePublished } from './usePublished'

interface FlowChoiceProps {
  api: CampaignsApi
  flowId: string
  insideWindowOnly: boolean
  onChange: (next: Partial<MessagePlan>) => void
}

/** A published flow, and whether its first words may reach everybody. */
export function FlowChoice({ api, flowId, insideWindowOnly, onChange }: FlowChoiceProps) {
  const words = useCampaignWords()
  const published = usePublished(api)
  const version = published.find(({ id }) => id === flowId)?.publishedVersion
  const flow = useQuery({
    queryKey: ['campaigns', api.workspace, 'version', flowId, version ?? null],
    queryFn: () => api.flowVersion(flowId, version ?? 0),
    enabled: version !== undefined && version !== null,
    staleTime: Infinity,
  })
  const opening = flow.data && openingOf(flow.data.document)
  return (
    <>
      <Field label={words.message.flow}>
        {(ids) => (
          <Select
            {...ids}
            data-testid="campaign-flow"
            value={flowId}
            onChange={(id) => onChange({ flowId: id })}
            options={[{ value: '', label: published.length === 0 ? words.message.noFlows : words.message.chooseFlow }, ...published.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
      </Field>
      {opening === 'template' && <Notice tone="good">{words.message.opensTemplate}</Notice>}
      {opening === 'window' && <Notice tone={insideWindowOnly ? 'info' : 'warn'}>{words.message.opensWindow}</Notice>}
      {opening === 'silent' && <Notice tone="info">{words.message.opensSilent}</Notice>}
      <Switch label={words.message.inside} hint={words.message.insideHint} checked={insideWindowOnly} onChange={(on) => onChange({ insideWindowOnly: on })} />
    </>
  )
}
