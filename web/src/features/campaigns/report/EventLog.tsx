import { useQuery } from '@tanstack/react-query'
import { Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import type { Campaign } from '../types'
import { useCampaignWords } from '../words'
import css from './Report.module.css'

interface EventLogProps {
  api: CampaignsApi
  campaign: Campaign
  state: string
  /** Whether this person may read who did what. */
  audited: boolean
}

interface Line {
  at: string
  text: string
  who?: string
}

/** What happened to it, the newest first. */
export function EventLog({ api, campaign, state, audited }: EventLogProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const deeds = useQuery({ queryKey: ['campaigns', api.workspace, 'events', campaign.id, state], queryFn: () => api.events(campaign.id), enabled: audited, placeholderData: (before) => before })
  const { createdAt, startsAt, startedAt, endedAt } = campaign
  const said = words.report.event
  const lines: Line[] = [
    { at: createdAt, text: said.created },
    ...(startedAt ? [{ at: startedAt, text: said.started }] : []),
    ...(campaign.takenUpAt ?? []).map((at) => ({ at, text: said.back })),
    ...(endedAt ? [{ at: endedAt, text: `${said.ended}: ${words.states[campaign.state] ?? campaign.state}` }] : []),
    ...(deeds.data?.items ?? [])
      .filter(({ action }) => action.startsWith('broadcast.'))
      .map(({ at, action, actor }) => ({ at, text: said[action as 'broadcast.start'] ?? action, who: actor.name })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return (
    <Section title={words.report.events}>
      <ol className={css.events}>
        {state === 'scheduled' && startsAt && (
          <li>
            <time>{figures.moment(startsAt)}</time>
            <span>{words.report.starts(figures.moment(startsAt))}</span>
          </li>
        )}
        {lines.map(({ at, text, who }, index) => (
          <li key={`${at} ${index}`} data-testid="event">
            <time dateTime={at}>
              {figures.day(at)} {figures.clock(at)}
            </time>
            <span>
              {text} {who && <small>{words.report.by(who)}</small>}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
