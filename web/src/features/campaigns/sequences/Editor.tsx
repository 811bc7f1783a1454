import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { newId } from '~/live/newId'
import { phoneText } from '~/model/phoneText'
import { Button, Dialog, Field, Select, Switch, TextInput } from '~/ui'
import { dangerLook, Notice, Page, Section, Space } from '~/ui/page'
import { useKnown } from '../../rules/known'
import type { CampaignsApi } from '../api'
import { usualQuiet } from '../model/plan'
import type { Sequence, Template } from '../types'
import { Quiet } from '../wizard/Quiet'
import css from '../wizard/Wizard.module.css'
import { useCampaignWords } from '../words'
import type { SequencesApi } from './api'
import { Enters } from './Enters'
import { emptySequence, nextStep, sequenceLacks, sequencePlan, type SequencePlan, sequenceRequest, type StepPlan } from './model'
import { StepEditor } from './StepEditor'

interface EditorProps {
  api: SequencesApi
  campaigns: CampaignsApi
  /** Null: a new one. */
  sequence: Sequence | null
  templates: readonly Template[]
  back: ReactNode
}

const mostSteps = 50

/** A sequence before it begins: who enters, which messages when, and who leaves early. */
export function Editor({ api, campaigns, sequence, templates, back }: EditorProps) {
  const all = useCampaignWords()
  const words = all.sequences
  const common = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const known = useKnown(api.workspace)
  const channels = useQuery({ queryKey: ['campaigns', api.workspace, 'channels'], queryFn: () => campaigns.channels(), staleTime: 60_000 })
  const [plan, setPlan] = useState<SequencePlan>(() => (sequence ? sequencePlan(sequence, templates) : emptySequence))
  const [tags, setTags] = useState(plan.tags.join(', '))
  const [asked, setAsked] = useState<'begin' | 'remove' | null>(null)
  const key = useRef(newId())
  const { busy, failure, act } = useAct()
  const only = channels.data?.items.length === 1 ? channels.data.items[0] : undefined
  const whole = plan.channelId === null && only ? { ...plan, channelId: only.id } : plan
  const put = (next: Partial<SequencePlan>) => setPlan({ ...plan, ...next })
  const putStep = (at: number, step: StepPlan) => put({ steps: plan.steps.map((each, i) => (i === at ? step : each)) })
  const move = (at: number, by: 1 | -1) => {
    const steps = [...plan.steps]
    const [step] = steps.splice(at, 1)
    if (step) steps.splice(at + by, 0, step)
    put({ steps })
  }
  const lacks = sequenceLacks(whole, known, templates)
  const save = async () => {
    const request = sequenceRequest(whole, known, templates)
    if (!request) return null
    const saved = sequence ? await api.change(sequence.id, request) : await api.create(request, key.current)
    await queries.invalidateQueries({ queryKey: ['sequences', api.workspace] })
    if (!sequence) await navigate({ to: '/campaigns/sequences/$sequence', params: { sequence: String(saved.id) }, replace: true })
    return saved
  }
  const begin = () =>
    act(async () => {
      const saved = await save()
      if (saved) await api.step(saved.id, 'begin')
      // The page of a new one may still be asking for it: that answer is from before, and a first question is not asked again by itself.
      await queries.cancelQueries({ queryKey: ['sequences', api.workspace, 'one'] })
      await queries.invalidateQueries({ queryKey: ['sequences', api.workspace] })
    })
  const remove = () =>
    sequence &&
    act(async () => {
      await api.remove(sequence.id)
      await queries.invalidateQueries({ queryKey: ['sequences', api.workspace, 'list'] })
      await navigate({ to: '/campaigns/sequences' })
    })
  return (
    <Page
      title={plan.name.trim() || words.new}
      before={back}
      tools={
        <>
          <Space />
          {sequence && <Button onClick={() => setAsked('remove')}>{words.remove}</Button>}
          <Button disabled={busy || lacks.length > 0} data-testid="save-sequence" onClick={() => void act(save)}>
            {all.wizard.saveDraft}
          </Button>
          <Button look="primary" disabled={busy || lacks.length > 0} data-testid="begin-sequence" onClick={() => setAsked('begin')}>
            {words.begin}
          </Button>
        </>
      }
    >
      {failure && asked === null && <Notice tone="danger">{failure.message}</Notice>}
      <Section title={words.one}>
        <div className={css.two}>
          <Field label={words.name}>{(ids) => <TextInput {...ids} data-testid="sequence-name" autoFocus={!sequence} value={plan.name} maxLength={200} onChange={(event) => put({ name: event.target.value })} />}</Field>
          <Field label={all.audience.channel}>
            {(ids) => (
              <Select
                {...ids}
                value={String(whole.channelId ?? '')}
                onChange={(id) => put({ channelId: id ? Number(id) : null })}
                options={[...(whole.channelId === null ? [{ value: '', label: '–' }] : []), ...(channels.data?.items ?? []).map(({ id, title, number }) => ({ value: String(id), label: `${title} · ${phoneText(number)}` }))]}
              />
            )}
          </Field>
        </div>
      </Section>
      <Enters api={campaigns} plan={plan} known={known} onChange={put} />
      {plan.steps.map((step, at) => (
        <StepEditor
          key={at}
          api={campaigns}
          at={at}
          step={step}
          last={at === plan.steps.length - 1}
          templates={templates}
          fields={known.fields}
          onChange={(next) => putStep(at, next)}
          onMove={(by) => move(at, by)}
          onRemove={() => put({ steps: plan.steps.filter((_, i) => i !== at) })}
        />
      ))}
      {plan.steps.length < mostSteps && (
        <div>
          <Button data-testid="add-step" onClick={() => put({ steps: [...plan.steps, nextStep] })}>
            <IconPlus size={16} aria-hidden /> {words.add}
          </Button>
        </div>
      )}
      <Section title={words.stop} hint={words.stopHint}>
        <Switch label={words.replied} checked={plan.replied} onChange={(replied) => put({ replied })} />
        <Field label={words.tags} hint={words.tagsHint}>
          {(ids) => (
            <TextInput
              {...ids}
              value={tags}
              onChange={(event) => {
                setTags(event.target.value)
                put({ tags: event.target.value.split(',').map((tag) => tag.trim()).filter(Boolean) })
              }}
            />
          )}
        </Field>
      </Section>
      <Section title={all.schedule.quiet} hint={all.schedule.quietHint}>
        <Switch label={all.schedule.quietOn} checked={plan.quiet !== null} onChange={(on) => put({ quiet: on ? usualQuiet : null })} />
        {plan.quiet && <Quiet quiet={plan.quiet} onChange={(quiet) => put({ quiet })} />}
      </Section>
      {lacks[0] && (
        <p className={css.lacks} role="status">
          {words.lacks[lacks[0]]}
        </p>
      )}
      {asked && (
        <Dialog
          title={asked === 'begin' ? words.beginTitle : all.list.removeTitle(plan.name)}
          closeLabel={common.common.close}
          onClose={() => setAsked(null)}
          actions={
            asked === 'begin' ? (
              <Button look="primary" disabled={busy} data-testid="begin-yes" onClick={() => void begin()}>
                {words.begin}
              </Button>
            ) : (
              <Button className={dangerLook} disabled={busy} onClick={() => void remove()}>
                {words.remove}
              </Button>
            )
          }
        >
          <p>{asked === 'begin' ? words.beginHint : all.list.removeHint}</p>
          {failure && <Notice tone="danger">{failure.message}</Notice>}
        </Dialog>
      )}
    </Page>
  )
}
