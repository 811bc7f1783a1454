import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAct } from '~/app/useAct'
import { Button, Field, TextInput } from '~/ui'
import { Form, Notice, Section } from '~/ui/page'
import { useFigures } from '../figures'
import { type Lack, type Step, steps, timeOf } from '../model/plan'
import { reached, typedFrom, typedRight } from '../model/spend'
import { useCampaignWords } from '../words'
import { Consequences } from './Consequences'
import type { StepParts } from './parts'
import css from './Review.module.css'
import { TestSend } from './TestSend'

interface ReviewStepProps extends StepParts {
  /** The stored draft, once there is one. */
  draft: number | undefined
  lacks: Record<Step, readonly Lack[]>
  now: number
  keepDraft: () => Promise<number | null>
  onGo: (step: Step) => void
}

/** Everything once more, with its consequences; the button says to how many it goes. */
export function ReviewStep({ api, desk, plan, count, draft, lacks, now, keepDraft, onGo }: ReviewStepProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const { busy, failure, act } = useAct()
  const open = steps.filter((step) => step !== 'review' && lacks[step].length > 0)
  const whole = open.length === 0
  const written = desk.saving.state === 'saved' ? desk.saving.at : 0
  const estimate = useQuery({ queryKey: ['campaigns', api.workspace, 'estimate', draft, written], queryFn: () => api.estimate(draft ?? 0), enabled: whole && draft !== undefined && !desk.unsaved && desk.saving.state !== 'saving', retry: 1 })
  // After a reload the browser may have edits that the server lacks; the estimate is of what the server has.
  const behind = whole && draft !== undefined && desk.unsaved && desk.saving.state === 'idle' && count.answer !== undefined && !count.counting
  useEffect(() => {
    if (behind) void keepDraft()
  }, [behind])
  const people = reached(count.answer?.included ?? 0, plan.compare.holdOut)
  const later = plan.schedule.when === 'at'
  const at = later ? timeOf(plan.schedule.at) : now
  const mustType = people >= typedFrom
  const ready = whole && people > 0 && !count.counting && (!mustType || typedRight(typed, people))
  const start = () =>
    act(async () => {
      const id = await keepDraft()
      if (id === null || !desk.has(plan)) return
      await api.start(id, later ? new Date(at).toISOString() : null, later && plan.schedule.localTime)
      void queries.invalidateQueries({ queryKey: ['campaigns', api.workspace] })
      await navigate({ to: '/campaigns/$campaign', params: { campaign: String(id) } })
    })
  return (
    <>
      {open.map((step) => (
        <Notice key={step} tone="warn">
          {words.wizard.lacks[lacks[step][0] ?? ''] ?? words.review.cannot}
          <span>
            <Button onClick={() => onGo(step)}>{words.review.goTo(words.wizard.steps[step] ?? step)}</Button>
          </span>
        </Notice>
      ))}
      <Section title={plan.title.trim() || words.wizard.title}>
        <p className={css.people}>
          <b data-testid="review-people">{count.answer ? figures.number(people) : '…'}</b> {count.answer && people === 0 ? words.count.nobody : words.count.receive(people)}
        </p>
        <Consequences api={api} plan={plan} desk={desk} excluded={count.answer?.excluded ?? {}} people={people} at={at} estimate={estimate.data} />
        {estimate.isError && <Notice tone="warn">{`${words.review.estimateFailed}: ${estimate.error.message}`}</Notice>}
      </Section>
      <TestSend api={api} plan={plan} keepDraft={keepDraft} />
      {failure && <Notice tone="danger">{words.review.refused[failure.kind] ?? failure.message}</Notice>}
      <Form onSend={() => void (ready && !busy && start())} className={css.confirm}>
        {mustType && whole && (
          <Field label={words.review.type(figures.number(people))} hint={words.review.typeHint}>
            {(ids) => <TextInput {...ids} inputMode="numeric" data-testid="type-number" value={typed} maxLength={20} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        <Button type="submit" look="primary" className={css.send} disabled={!ready || busy} data-testid="send">
          {later ? words.review.scheduleFor(people) : words.review.send(people)}
        </Button>
      </Form>
    </>
  )
}
