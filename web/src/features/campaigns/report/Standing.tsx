import { useInbox } from '~/app/InboxProvider'
import { useFigures } from '../figures'
import { doneShare, limiterOf, secondsLeft } from '../model/report'
import type { Campaign, Progress } from '../types'
import { useCampaignWords } from '../words'
import css from './Report.module.css'

interface StandingProps {
  campaign: Campaign
  state: string
  progress: Progress | undefined
  pace: number
  channelRate: number | null
}

/** Where it stands, in words: how far, how fast, how long yet, and what holds it back. */
export function Standing({ campaign, state, progress, pace, channelRate }: StandingProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const live = useInbox((each) => each.link.state === 'live', false)
  const limits = words.report.limits
  const limiter = progress ? limiterOf(progress, pace, campaign.perSecond, channelRate) : state
  const until = progress?.limitedUntil
  const reason = progress?.reason ?? campaign.reason
  const sentence = (state === 'paused' && reason === 'channel' ? limits.channelTrouble : state === 'failed' && reason ? limits[reason] : undefined) ?? limits[limiter] ?? limits[state] ?? ''
  const left = progress && secondsLeft(progress, pace)
  const through = progress ? progress.audience - progress.waiting - progress.inFlight : 0
  return (
    <section className={css.standing} data-state={state} aria-label={words.report.progress}>
      <div className={css.say}>
        <p className={css.sentence} role="status" data-testid="standing" data-state={state}>
          {sentence}
          {until && ` ${words.report.until(figures.moment(until))}`}
        </p>
        {progress && (
          <p className={css.figures}>
            <span data-testid="through">{words.report.through(figures.number(through), figures.number(progress.audience))}</span>
            {state === 'running' && pace > 0 && <span>{words.report.pace(figures.short(pace))}</span>}
            {left !== null && left !== undefined && left > 0 && <span>{words.report.left(figures.duration(left))}</span>}
            {progress.inFlight > 0 && <span data-testid="in-flight">{words.report.inFlight(progress.inFlight)}</span>}
            <span>{words.report.asOf(figures.clock(progress.at))}</span>
            {live && state === 'running' && <span className={css.live}>{words.report.live}</span>}
          </p>
        )}
        {state === 'scheduled' && campaign.startsAt && (
          <p className={css.figures}>{campaign.localAt ? words.report.startsLocal(figures.moment(campaign.localAt)) : words.report.starts(figures.moment(campaign.startsAt))}</p>
        )}
        {(progress?.detail ?? campaign.detail) && (state === 'paused' || state === 'failed') && <p className={css.detail}>{progress?.detail ?? campaign.detail}</p>}
      </div>
      {progress && <progress className={css.progress} max={1} value={doneShare(progress)} aria-label={words.report.progress} data-state={state} />}
    </section>
  )
}
