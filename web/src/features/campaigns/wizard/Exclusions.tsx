import { useQuery } from '@tanstack/react-query'
import { Field, Select, Switch, TextInput } from '~/ui'
import { Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import type { AudiencePlan } from '../model/audience'
import type { LiveSession } from '../types'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

interface ExclusionsProps {
  api: CampaignsApi
  audience: AudiencePlan
  /** This campaign itself, which is no other. */
  draft: number | undefined
  onChange: (next: Partial<AudiencePlan>) => void
}

const usualDays = 7
const lives: readonly LiveSession[] = ['skip', 'queue', 'interrupt']

/** Who is left out although the rules mean them. */
export function Exclusions({ api, audience, draft, onChange }: ExclusionsProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const sent = useQuery({ queryKey: ['campaigns', api.workspace, 'list', 'recent'], queryFn: () => api.list(undefined), staleTime: 30_000 })
  const others = (sent.data?.items ?? []).filter(({ id, state }) => id !== draft && state !== 'draft' && state !== 'scheduled')
  const days = audience.messagedWithinDays
  return (
    <Section title={words.audience.exclude}>
      <Switch label={words.audience.messaged} checked={days !== null} onChange={(on) => onChange({ messagedWithinDays: on ? usualDays : null })} />
      {days !== null && (
        <label className={css.inline}>
          {words.audience.messagedDays}
          <TextInput
            type="number"
            min={1}
            max={365}
            value={days}
            onChange={(event) => onChange({ messagedWithinDays: Math.min(365, Math.max(1, Math.round(Number(event.target.value)) || 1)) })}
          />
        </label>
      )}
      <Switch label={words.audience.talking} checked={audience.notTalking} onChange={(notTalking) => onChange({ notTalking })} />
      <Field label={words.audience.live}>
        {(ids) => <Select {...ids} value={audience.liveSession} onChange={(live) => onChange({ liveSession: live as LiveSession })} options={lives.map((each) => ({ value: each, label: words.audience.lives[each] ?? each }))} />}
      </Field>
      <details className={css.more} open={audience.broadcasts.length > 0 || undefined}>
        <summary>{words.audience.others}</summary>
        {others.length === 0 && <p>{words.audience.noOthers}</p>}
        <fieldset className={css.options}>
          <legend className="sr-only">{words.audience.others}</legend>
          {others.map(({ id, title, startedAt }) => (
            <label key={id} className={css.option}>
              <input
                type="checkbox"
                checked={audience.broadcasts.includes(id)}
                onChange={(event) => onChange({ broadcasts: event.target.checked ? [...audience.broadcasts, id] : audience.broadcasts.filter((each) => each !== id) })}
              />
              <span>
                {title}
                {startedAt && <small>{figures.moment(startedAt)}</small>}
              </span>
            </label>
          ))}
        </fieldset>
      </details>
    </Section>
  )
}
