import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { localTime } from '~/model/localTime'
import { Field, Switch, TextInput } from '~/ui'
import { Section } from '~/ui/page'
import { useFigures } from '../figures'
import { type SchedulePlan, usualQuiet } from '../model/plan'
import { rateOf } from '../model/senders'
import { useCampaignWords } from '../words'
import type { StepParts } from './parts'
import { Quiet } from './Quiet'
import css from './Wizard.module.css'

/** When, how fast, and what stops it. */
export function ScheduleStep({ api, plan, change }: StepParts) {
  const words = useCampaignWords()
  const figures = useFigures()
  const when = useId()
  const speed = useId()
  const channels = useQuery({ queryKey: ['campaigns', api.workspace, 'channels'], queryFn: () => api.channels(), staleTime: 60_000 })
  const most = rateOf(channels.data?.items, plan)
  const { schedule } = plan
  const put = (next: Partial<SchedulePlan>) => change((before) => ({ ...before, schedule: { ...before.schedule, ...next } }))
  const whole = (text: string, from: number, to: number) => Math.min(to, Math.max(from, Math.round(Number(text)) || from))
  return (
    <>
      <Section title={words.schedule.when}>
        <fieldset className={css.options}>
          <legend className="sr-only">{words.schedule.when}</legend>
          <label className={css.option}>
            <input type="radio" name={when} checked={schedule.when === 'now'} onChange={() => put({ when: 'now' })} data-testid="when-now" />
            {words.schedule.now}
          </label>
          <label className={css.option}>
            <input type="radio" name={when} checked={schedule.when === 'at'} onChange={() => put({ when: 'at', at: schedule.at || soon() })} data-testid="when-at" />
            {words.schedule.at}
          </label>
        </fieldset>
        {schedule.when === 'at' && (
          <Field label={words.schedule.time} hint={words.schedule.timeHint(Intl.DateTimeFormat().resolvedOptions().timeZone)}>
            {(ids) => <TextInput {...ids} type="datetime-local" data-testid="time" value={schedule.at} style={{ maxWidth: 240 }} onChange={(event) => put({ at: event.target.value })} />}
          </Field>
        )}
        {schedule.when === 'at' && <Switch label={words.schedule.localTime} hint={words.schedule.localTimeHint} checked={schedule.localTime} onChange={(localTime) => put({ localTime })} />}
      </Section>
      <Section title={words.schedule.quiet} hint={words.schedule.quietHint}>
        <Switch label={words.schedule.quietOn} checked={schedule.quiet !== null} onChange={(on) => put({ quiet: on ? usualQuiet : null })} />
        {schedule.quiet && <Quiet quiet={schedule.quiet} onChange={(quiet) => put({ quiet })} />}
      </Section>
      <Section title={words.schedule.speed}>
        <fieldset className={css.options}>
          <legend className="sr-only">{words.schedule.speed}</legend>
          <label className={css.option}>
            <input type="radio" name={speed} checked={schedule.perSecond === null} onChange={() => put({ perSecond: null })} data-testid="full-speed" />
            {most === null ? words.schedule.fullUnknown : words.schedule.full(figures.number(most), 1 + plan.moreChannelIds.length)}
          </label>
          <label className={css.option}>
            <input type="radio" name={speed} checked={schedule.perSecond !== null} onChange={() => put({ perSecond: Math.min(10, most ?? 10) })} data-testid="slower" />
            {words.schedule.slower}
          </label>
        </fieldset>
        {schedule.perSecond !== null && (
          <Field label={words.schedule.perSecond} hint={most === null ? undefined : words.schedule.perSecondHint(figures.number(most))}>
            {(ids) => (
              <TextInput {...ids} type="number" min={1} max={most ?? 1000} data-testid="per-second" value={schedule.perSecond ?? ''} style={{ maxWidth: 120 }} onChange={(event) => put({ perSecond: whole(event.target.value, 1, most ?? 1000) })} />
            )}
          </Field>
        )}
      </Section>
      <Section title={words.schedule.safety}>
        <Switch label={words.schedule.stop} hint={words.schedule.stopHint} checked={schedule.safety !== null} onChange={(on) => put({ safety: on ? 20 : null })} />
        {schedule.safety !== null && (
          <div className={css.two}>
            <Field label={words.schedule.share}>
              {(ids) => (
                <span className={css.inline}>
                  <TextInput {...ids} type="number" min={1} max={100} value={schedule.safety ?? ''} onChange={(event) => put({ safety: whole(event.target.value, 1, 100) })} />
                  {words.schedule.percent}
                </span>
              )}
            </Field>
            <Field label={words.schedule.after}>
              {(ids) => <TextInput {...ids} type="number" min={1} max={1_000_000} value={schedule.safetyAfter} style={{ maxWidth: 120 }} onChange={(event) => put({ safetyAfter: whole(event.target.value, 1, 1_000_000) })} />}
            </Field>
          </div>
        )}
      </Section>
    </>
  )
}

/** The next full hour, as the browser's field wants it. */
function soon(): string {
  const at = new Date(Date.now() + 3_600_000)
  at.setMinutes(0, 0, 0)
  return localTime(at)
}
