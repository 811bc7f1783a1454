import { useQuery } from '@tanstack/react-query'
import { Field, Select, Switch } from '~/ui'
import { Section } from '~/ui/page'
import type { Known } from '../../rules/model'
import { RuleBuilder } from '../../rules/RuleBuilder'
import type { CampaignsApi } from '../api'
import type { AudiencePlan } from '../model/audience'
import { useCampaignWords } from '../words'
import type { SequencePlan } from './model'

interface EntersProps {
  api: CampaignsApi
  plan: SequencePlan
  known: Known
  onChange: (next: Partial<SequencePlan>) => void
}

/** Who enters by themselves: whoever comes to fit rules or a segment. */
export function Enters({ api, plan, known, onChange }: EntersProps) {
  const all = useCampaignWords()
  const words = all.sequences
  const segments = useQuery({ queryKey: ['campaigns', api.workspace, 'segments'], queryFn: () => api.segments(), staleTime: 10_000 })
  const { enter } = plan
  const put = (next: Partial<AudiencePlan>) => onChange({ enter: { ...enter, ...next } })
  const kinds: AudiencePlan['kind'][] = ['rule', 'segment', ...(enter.kind === 'other' ? ['other' as const] : [])]
  return (
    <Section title={words.enters}>
      <Switch label={words.byItself} hint={words.byItselfHint} checked={plan.byItself} onChange={(byItself) => onChange({ byItself })} />
      {plan.byItself && (
        <>
          <Field label={words.who}>
            {(ids) => <Select {...ids} value={enter.kind} onChange={(kind) => put({ kind: kind as AudiencePlan['kind'] })} options={kinds.map((each) => ({ value: each, label: all.audience.kinds[each] ?? each }))} />}
          </Field>
          {enter.kind === 'rule' && <RuleBuilder known={known} rule={enter.rule} onChange={(rule) => put({ rule })} />}
          {enter.kind === 'segment' && (
            <Field label={all.audience.segment}>
              {(ids) => (
                <Select
                  {...ids}
                  value={String(enter.segmentId ?? '')}
                  onChange={(id) => put({ segmentId: id ? Number(id) : null })}
                  options={[{ value: '', label: all.audience.chooseSegment }, ...(segments.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))]}
                />
              )}
            </Field>
          )}
        </>
      )}
    </Section>
  )
}
