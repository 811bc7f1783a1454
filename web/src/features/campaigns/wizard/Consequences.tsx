import { useQuery } from '@tanstack/react-query'
import { Fact, Facts, Notice } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import { templateOf } from '../model/content'
import { letterOf, type Plan } from '../model/plan'
import { rateOf, sendersOf } from '../model/senders'
import { durationOf } from '../model/spend'
import type { Estimate } from '../types'
import { useCampaignWords } from '../words'
import css from './Review.module.css'
import type { PlanDesk } from './usePlan'

interface ConsequencesProps {
  api: CampaignsApi
  plan: Plan
  desk: PlanDesk
  excluded: Readonly<Record<string, number>>
  people: number
  /** When it begins. */
  at: number
  estimate: Estimate | undefined
}

/** What follows from sending it: cost, limits, time, and what stops it. All of it an estimate, and said to be. */
export function Consequences({ api, plan, desk, excluded, people, at, estimate }: ConsequencesProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const channels = useQuery({ queryKey: ['campaigns', api.workspace, 'channels'], queryFn: () => api.channels(), staleTime: 60_000 })
  const senders = sendersOf(channels.data?.items, plan)
  const fastest = rateOf(channels.data?.items, plan)
  const { schedule, compare } = plan
  const later = schedule.when === 'at'
  const own = durationOf(people, schedule.perSecond, fastest, at)
  const seconds = estimate?.seconds ?? own?.seconds
  const ends = later ? (seconds === undefined ? null : at + seconds * 1000) : estimate?.finishesAt ? Date.parse(estimate.finishesAt) : (own?.endsAt ?? null)
  const rate = estimate?.perSecond ?? Math.min(schedule.perSecond ?? Infinity, fastest ?? Infinity)
  const out = Object.entries(excluded).filter(([, n]) => n > 0)
  const messages = [plan.message, ...compare.others.map(({ message }) => message)].map((message, index) => {
    const template = templateOf(message, desk.templates)
    const text =
      message.kind === 'flow'
        ? words.review.flow(desk.known.flows.find(({ id }) => id === message.flowId)?.name ?? message.flowId)
        : words.review.template(message.name, message.language, template ? (words.message.categories[template.category] ?? template.category) : '')
    return compare.others.length > 0 ? `${letterOf(index)}: ${text}` : text
  })
  const { cost, limit } = estimate ?? {}
  return (
    <>
      <Facts>
        <Fact label={words.review.what}>
          {messages.map((each) => (
            <span key={each} className={css.line}>
              {each}
            </span>
          ))}
        </Fact>
        <Fact label={words.review.from}>{senders.map(({ title }) => title).join(', ') || '–'}</Fact>
        <Fact label={words.review.excluded}>
          {out.length === 0 && compare.holdOut === 0
            ? words.review.nobodyOut
            : [...out.map(([reason, n]) => `${figures.number(n)} ${words.count.out[reason] ?? reason}`), ...(compare.holdOut > 0 ? [words.review.heldOut(compare.holdOut)] : [])].join(', ')}
        </Fact>
        {cost && (
          <Fact label={words.review.cost}>
            <span className={css.line} data-testid="cost">
              {words.review.about(figures.money(cost.about, cost.currency))} ({figures.money(cost.low, cost.currency)}–{figures.money(cost.high, cost.currency)})
            </span>
            <small className={css.hint}>
              {words.review.costOf(figures.number(cost.billed), cost.rateCard)}
              {cost.free > 0 && ` · ${words.review.costFree(figures.number(cost.free))}`}
              {cost.unpriced > 0 && ` · ${words.review.costUnpriced(figures.number(cost.unpriced))}`}
            </small>
          </Fact>
        )}
        {estimate && !cost && <Fact label={words.review.cost}>{words.review.costUnknown}</Fact>}
        {estimate && (
          <Fact label={words.review.limit}>
            {limit ? words.review.limitOf(figures.number(limit.perDay), figures.number(limit.used)) : words.review.limitUnknown}
          </Fact>
        )}
        <Fact label={words.review.begins}>{later && Number.isFinite(at) ? `${figures.moment(at)}${schedule.localTime ? `, ${words.review.ownTime}` : ''}` : words.review.beginsNow}</Fact>
        <Fact label={words.review.duration}>{seconds === undefined ? words.review.unknownTime : words.review.atRate(figures.duration(seconds), figures.number(rate))}</Fact>
        <Fact label={words.review.finishes}>{ends !== null && Number.isFinite(ends) ? words.review.about(figures.moment(ends)) : words.review.unknownTime}</Fact>
        <Fact label={words.review.safety}>
          <span className={css.line}>{schedule.safety === null ? words.review.safetyOff : words.review.safetyOn(schedule.safety, figures.number(schedule.safetyAfter))}</span>
          {schedule.quiet && <span className={css.line}>{words.review.quiet(schedule.quiet.from, schedule.quiet.to)}</span>}
        </Fact>
      </Facts>
      {limit && limit.days > 1 && (
        <Notice tone="warn" data-testid="days">
          {words.review.days(limit.days, limit.parts.slice(0, 5).map(figures.number).join(' + ') + (limit.parts.length > 5 ? ' + …' : ''))}
        </Notice>
      )}
      <p className={css.hint}>
        {words.review.repliesFirst} {words.review.estimate}
      </p>
      {estimate && (
        <details className={css.assumed}>
          <summary>{words.review.assumptions}</summary>
          <ul>
            {estimate.assumptions.map((each) => (
              <li key={each}>{words.review.assumed[each] ?? each}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
