import { useQuery } from '@tanstack/react-query'
import { Field, Select } from '~/ui'
import { Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useCampaignWords } from '../words'
import { usePublished } from './usePublished'

interface GoalChoiceProps {
  api: CampaignsApi
  flowId: string
  goalNode: string
  onChange: (goalNode: string) => void
}

/** The step of the flow that counts: who comes to it has reached the goal. */
export function GoalChoice({ api, flowId, goalNode, onChange }: GoalChoiceProps) {
  const words = useCampaignWords()
  const version = usePublished(api).find(({ id }) => id === flowId)?.publishedVersion ?? null
  const flow = useQuery({
    queryKey: ['campaigns', api.workspace, 'version', flowId, version],
    queryFn: () => api.flowVersion(flowId, version ?? 0),
    enabled: version !== null,
    staleTime: Infinity,
  })
  const nodes = (flow.data?.document.nodes ?? []).filter(({ type }) => type !== 'trigger' && type !== 'note')
  const nameOf = (data: Record<string, unknown> | undefined, id: string) => String(data?.name || data?.text || id).slice(0, 80)
  return (
    <Section title={words.goal.title} hint={words.goal.hint}>
      <Field label={words.goal.step}>
        {(ids) => <Select {...ids} value={goalNode} onChange={onChange} options={[{ value: '', label: words.goal.none }, ...nodes.map(({ id, data }) => ({ value: id, label: nameOf(data, id) }))]} />}
      </Field>
    </Section>
  )
}
