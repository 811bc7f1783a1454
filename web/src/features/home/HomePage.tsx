import { IconArrowRight, IconCheck, IconCircleCheck, IconLock, IconMoodEmpty } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api, ask } from '~/api/client'
import { keptPlace } from '~/app/place'
import { useWorkspace } from '~/app/session'
import { useAct } from '~/app/useAct'
import { useTitle } from '~/app/useTitle'
import { useWords } from '~/i18n'
import { useDates } from '~/i18n/dates'
import { isAtLeast } from '~/model/access'
import { keep } from '~/storage'
import { Blank, Button, Skeleton } from '~/ui'
import { linkLook, Notice, Page, primaryLinkLook, Space } from '~/ui/page'
import css from './Home.module.css'
import type { Step } from './steps'
import { useFirstSteps } from './useFirstSteps'
import { useHomeWords } from './words'

/** A list of the first steps that completes itself from what really happened. */
export function HomePage() {
  const words = useHomeWords()
  const common = useWords()
  const navigate = useNavigate()
  const { role } = useWorkspace()
  const { steps, failure, retry } = useFirstSteps()
  useTitle(words.title)
  if (!isAtLeast(role, 'admin'))
    return (
      <Page title={words.title}>
        <Blank icon={<IconLock size={28} />} title={words.forbidden} hint={words.forbiddenHint}>
          <Link to="/inbox/{-$conversation}">{words.toInbox}</Link>
        </Blank>
      </Page>
    )
  const done = steps?.filter((step) => step.done).length ?? 0
  const all = steps !== null && done === steps.length
  const hide = () => {
    keep('home', all ? 'done' : 'hidden')
    void navigate({ href: keptPlace() })
  }
  return (
    <Page
      title={words.title}
      tools={
        <>
          <Space />
          <Button data-testid="home-hide" onClick={hide}>
            {all ? words.toInbox : words.hide}
          </Button>
        </>
      }
    >
      <div className={css.home}>
        <header className={css.lead}>
          <h2>{all ? words.allDone : words.lead}</h2>
          <p>{all ? words.allDoneHint : words.leadHint}</p>
          {steps && (
            <div className={css.progress}>
              <progress value={done} max={steps.length} aria-label={words.count(done, steps.length)} />
              <span role="status">{words.count(done, steps.length)}</span>
            </div>
          )}
        </header>
        {failure && (
          <Blank alert icon={<IconMoodEmpty size={28} />} title={words.failed} hint={failure.message}>
            <Button onClick={retry}>{common.errors.tryAgain}</Button>
          </Blank>
        )}
        {!steps && !failure && [1, 2, 3, 4, 5].map((n) => <Skeleton key={n} width="100%" height={92} />)}
        {steps && (
          <ol className={css.steps}>
            {steps.map((step, index) => (
              <Line key={step.id} step={step} number={index + 1} next={steps.findIndex((each) => !each.done) === index} />
            ))}
          </ol>
        )}
      </div>
    </Page>
  )
}

function Line({ step, number, next }: { step: Step; number: number; next: boolean }) {
  const words = useHomeWords()
  const dates = useDates()
  const { title, hint } = words.steps[step.id]
  return (
    <li className={css.step} data-testid={`step-${step.id}`} data-done={step.done !== null || undefined} data-next={next || undefined}>
      <span className={css.sign} aria-hidden="true">
        {step.done ? <IconCheck size={16} stroke={2.5} /> : number}
      </span>
      <div className={css.text}>
        <h3>{title}</h3>
        {step.done ? (
          <p className={css.happened}>
            <IconCircleCheck size={16} aria-hidden />
            {[step.done.only === 'invited' ? words.invited(step.done.what) : words.done[step.id](step.done.what), step.done.at && dates.stamp(step.done.at)].filter(Boolean).join(' · ')}
          </p>
        ) : (
          <p>{hint}</p>
        )}
        {step.id === 'try' && !step.done && <Bots />}
      </div>
      <Way step={step} primary={next} />
    </li>
  )
}

function Way({ step, primary }: { step: Step; primary: boolean }) {
  const words = useHomeWords()
  const look = primary ? primaryLinkLook : linkLook
  const label = (
    <>
      {step.done ? words.again[step.id] : words.actions[step.id]} <IconArrowRight size={16} aria-hidden />
    </>
  )
  switch (step.id) {
    case 'try':
      return (
        <Link to="/simulator" className={look}>
          {label}
        </Link>
      )
    case 'change':
    case 'publish':
      return step.flow === null ? (
        <Link to="/flows" className={look}>
          {label}
        </Link>
      ) : (
        <Link to="/flows/$flow" params={{ flow: step.flow }} className={look}>
          {label}
        </Link>
      )
    case 'connect':
      return (
        <Link to="/settings/{-$section}" params={{ section: 'channels' }} className={look}>
          {label}
        </Link>
      )
    case 'invite':
      return (
        <Link to="/settings/{-$section}" params={{ section: 'team' }} search={{ add: step.done ? undefined : true }} className={look}>
          {label}
        </Link>
      )
  }
}

/** The ready bots: one click makes a flow of one, and lets it run on a phone beside the builder. */
function Bots() {
  const words = useHomeWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { id: ws } = useWorkspace()
  const { busy, failure, act } = useAct()
  const examples = useQuery({ queryKey: ['home', ws, 'examples'], queryFn: () => ask(api.GET('/api/v1/workspaces/{ws}/flows/examples', { params: { path: { ws } } })), staleTime: Infinity })
  const take = (example: string, name: string) =>
    act(async () => {
      const made = await ask(api.POST('/api/v1/workspaces/{ws}/flows', { params: { path: { ws } }, body: { name, example, document: null } }))
      void queries.invalidateQueries({ queryKey: ['flows'] })
      await navigate({ to: '/flows/$flow', params: { flow: made.id }, search: { panel: 'try' } })
    })
  if (!examples.data || examples.data.items.length === 0) return null
  return (
    <div className={css.bots}>
      <p id="ready-bots">{words.more}</p>
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      <ul aria-labelledby="ready-bots">
        {examples.data.items.slice(0, 6).map(({ id, name }) => (
          <li key={id}>
            <Button disabled={busy} onClick={() => void take(id, name)}>
              {name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
