import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { phoneText } from '~/model/phoneText'
import { Field, Select, TextInput } from '~/ui'
import { Notice, Section } from '~/ui/page'
import { RuleBuilder } from '../../rules/RuleBuilder'
import type { AudiencePlan } from '../model/audience'
import { useCampaignWords } from '../words'
import { ChosenPeople } from './ChosenPeople'
import { Exclusions } from './Exclusions'
import { ListFile } from './ListFile'
import { MoreSenders } from './MoreSenders'
import type { StepParts } from './parts'
import { SaveSegment } from './SaveSegment'
import css from './Wizard.module.css'

/** What it is called, which number sends it, and to whom. */
export function AudienceStep({ api, desk, plan, change }: StepParts) {
  const words = useCampaignWords()
  const channels = useQuery({ queryKey: ['campaigns', api.workspace, 'channels'], queryFn: () => api.channels(), staleTime: 60_000 })
  const segments = useQuery({ queryKey: ['campaigns', api.workspace, 'segments'], queryFn: () => api.segments(), staleTime: 10_000 })
  const { audience } = plan
  const put = (next: Partial<AudiencePlan>) => change((before) => ({ ...before, audience: { ...before.audience, ...next } }))
  const only = channels.data?.items.length === 1 ? channels.data.items[0] : undefined
  useEffect(() => {
    if (only && plan.channelId === null) change((before) => ({ ...before, channelId: only.id }))
  })
  const kinds: AudiencePlan['kind'][] = ['rule', 'segment', 'contacts', 'phones', 'all', ...(audience.kind === 'other' ? ['other' as const] : [])]
  return (
    <>
      <Section title={words.audience.basics}>
        <div className={css.two}>
          <Field label={words.audience.name} hint={words.audience.nameHint}>
            {(ids) => (
              <TextInput {...ids} data-testid="campaign-name" value={plan.title} maxLength={200} autoFocus={plan.title === ''} onChange={(event) => change((before) => ({ ...before, title: event.target.value }))} />
            )}
          </Field>
          <Field label={words.audience.channel}>
            {(ids) => (
              <Select
                {...ids}
                data-testid="campaign-channel"
                value={String(plan.channelId ?? '')}
                onChange={(id) => change((before) => ({ ...before, channelId: id ? Number(id) : null, moreChannelIds: before.moreChannelIds.filter((each) => each !== Number(id)) }))}
                options={[...(plan.channelId === null ? [{ value: '', label: '–' }] : []), ...(channels.data?.items ?? []).map(({ id, title, number }) => ({ value: String(id), label: `${title} · ${phoneText(number)}` }))]}
              />
            )}
          </Field>
        </div>
        <MoreSenders channels={channels.data?.items ?? []} first={plan.channelId} more={plan.moreChannelIds} onChange={(moreChannelIds) => change((before) => ({ ...before, moreChannelIds }))} />
      </Section>
      <Section title={words.audience.who} hint={words.audience.whoHint}>
        <Field label={words.audience.kindLabel}>
          {(ids) => (
            <Select {...ids} data-testid="audience-kind" value={audience.kind} onChange={(kind) => put({ kind: kind as AudiencePlan['kind'] })} options={kinds.map((each) => ({ value: each, label: words.audience.kinds[each] ?? each }))} />
          )}
        </Field>
        {audience.kind === 'rule' && (
          <>
            <RuleBuilder known={desk.known} rule={audience.rule} onChange={(rule) => put({ rule })} />
            <SaveSegment api={api} audience={audience} known={desk.known} />
          </>
        )}
        {audience.kind === 'segment' &&
          (segments.data?.items.length === 0 ? (
            <p>{words.audience.noSegments}</p>
          ) : (
            <Field label={words.audience.segment}>
              {(ids) => (
                <Select
                  {...ids}
                  data-testid="audience-segment"
                  value={String(audience.segmentId ?? '')}
                  onChange={(id) => put({ segmentId: id ? Number(id) : null })}
                  options={[{ value: '', label: words.audience.chooseSegment }, ...(segments.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))]}
                />
              )}
            </Field>
          ))}
        {audience.kind === 'contacts' && <ChosenPeople api={api} contacts={audience.contacts} onChange={(contacts) => put({ contacts })} />}
        {audience.kind === 'phones' && <ListFile list={audience.list} onList={(list) => put({ list })} />}
        {audience.kind === 'other' && <Notice tone="info">{words.audience.other}</Notice>}
      </Section>
      <Exclusions api={api} audience={audience} draft={desk.stored.data?.id} onChange={put} />
    </>
  )
}
