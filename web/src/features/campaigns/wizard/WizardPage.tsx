import { IconArrowLeft, IconFileUnknown } from '@tabler/icons-react'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useWorkspace } from '~/app/session'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { isAtLeast } from '~/model/access'
import { Blank, Button, useNow } from '~/ui'
import { Notice, Page, Space } from '~/ui/page'
import { CampaignsApi } from '../api'
import { audienceOf } from '../model/audience'
import { templateOf } from '../model/content'
import { lacksOf, type Step, steps } from '../model/plan'
import { useCampaignWords } from '../words'
import { AudienceStep } from './AudienceStep'
import { CountPanel } from './CountPanel'
import { MessageStep } from './MessageStep'
import { PreviewPanel } from './PreviewPanel'
import { ReviewStep } from './ReviewStep'
import { ScheduleStep } from './ScheduleStep'
import { StepBar } from './StepBar'
import { useCount, usePeople } from './useCount'
import { usePlan } from './usePlan'
import css from './Wizard.module.css'

const route = getRouteApi('/campaigns/new/$step')

/** Makes a campaign in four steps; everything typed stays, whatever happens. */
export function WizardPage() {
  const words = useCampaignWords()
  const common = useWords()
  const dates = useDates()
  const navigate = useNavigate()
  const { step: given } = route.useParams()
  const { draft } = route.useSearch()
  const step: Step = steps.find((each) => each === given) ?? 'audience'
  const { id: workspace, role } = useWorkspace()
  const api = useMemo(() => new CampaignsApi(workspace), [workspace])
  const desk = usePlan(api, draft)
  const { plan, known, templates, stored, saving, change, save } = desk
  const [variant, setVariant] = useState(0)
  const audience = useMemo(() => (plan ? audienceOf(plan.audience, known) : null), [plan?.audience, known])
  const count = useCount(api, audience)
  const people = usePeople(api, audience, count.answer)
  const now = useNow(30_000)
  const form = useRef<HTMLDivElement>(null)
  const shown = useRef(step)
  useTitle(plan?.title.trim() || words.wizard.title)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    form.current?.focus()
  }, [step])

  if (!isAtLeast(role, 'admin')) return <Blank page icon={<IconFileUnknown size={28} />} title={common.common.forbidden} hint={common.common.forbiddenHint} />
  if (stored.isError) return <Blank page alert icon={<IconFileUnknown size={28} />} title={words.wizard.gone} hint={stored.error.message} />
  if (draft !== undefined && stored.data && stored.data.state !== 'draft') return <Navigate to="/campaigns/$campaign" params={{ campaign: String(draft) }} replace />
  if (!plan) return null

  const lacks = lacksOf(plan, known, templates, now)
  const at = steps.indexOf(step)
  const go = async (to: Step) => {
    await save()
    await navigate({ to: '/campaigns/new/$step', params: { step: to }, search: { draft: desk.numberOf() ?? draft } })
  }
  const keepDraft = async () => {
    const id = await save()
    if (id !== null && id !== draft) await navigate({ to: '/campaigns/new/$step', params: { step }, search: { draft: id }, replace: true })
    return id
  }
  const next = steps[at + 1]
  const previous = steps[at - 1]
  const shownMessage = plan.compare.others[variant - 1]?.message ?? plan.message
  const parts = { api, desk, plan, change, count, audience }
  return (
    <Page
      title={plan.title.trim() || words.wizard.title}
      before={
        <Link to="/campaigns" aria-label={words.wizard.back} className={css.back}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      }
      tools={
        <>
          <Space />
          <span className={css.saved} role="status" data-testid="draft-state" data-state={saving.state}>
            {saving.state === 'saving' ? words.wizard.saving : saving.state === 'saved' ? words.wizard.saved(dates.time(saving.at)) : desk.unsaved ? words.wizard.keptHere : null}
          </span>
          <Button data-testid="save-draft" disabled={saving.state === 'saving' || lacks.audience.length + lacks.message.length > 0} onClick={() => void keepDraft()}>
            {words.wizard.saveDraft}
          </Button>
        </>
      }
      strip={<StepBar step={step} lacks={lacks} onGo={(to) => void go(to)} />}
    >
      {saving.state === 'failed' && (
        <Notice tone="danger">
          {words.review.saveFailed}: {saving.problem.message}
        </Notice>
      )}
      <div className={css.columns} data-single={step === 'review' || undefined}>
        <div ref={form} className={css.form} tabIndex={-1} role="group" aria-label={words.wizard.step(at + 1, words.wizard.steps[step] ?? step)}>
          {step === 'audience' && <AudienceStep {...parts} />}
          {step === 'message' && <MessageStep {...parts} variant={variant} onVariant={setVariant} keepDraft={keepDraft} />}
          {step === 'schedule' && <ScheduleStep {...parts} />}
          {step === 'review' && <ReviewStep {...parts} draft={draft} lacks={lacks} now={now} keepDraft={keepDraft} onGo={(to) => void go(to)} />}
          <footer className={css.foot}>
            {previous && (
              <Button onClick={() => void go(previous)} data-testid="previous">
                {words.wizard.previous}
              </Button>
            )}
            <span className={css.lacks} role="status">
              {step !== 'review' && lacks[step][0] && words.wizard.lacks[lacks[step][0]]}
            </span>
            {next && (
              <Button look="primary" disabled={lacks[step].length > 0 || saving.state === 'saving'} onClick={() => void go(next)} data-testid="next">
                {words.wizard.next}
              </Button>
            )}
          </footer>
        </div>
        {step === 'message' && <PreviewPanel api={api} message={shownMessage} template={templateOf(shownMessage, templates)} people={people} channel={plan.channelId} />}
        {(step === 'audience' || step === 'schedule') && <CountPanel api={api} audience={audience} count={count} />}
      </div>
    </Page>
  )
}
