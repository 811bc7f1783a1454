import { IconDots, IconSend } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { Menu, type MenuEntry } from '~/ui'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import { doneShare, isOver } from '../model/report'
import { StateChip } from '../StateChip'
import type { Campaign } from '../types'
import { useProgress } from '../useProgress'
import { useCampaignWords } from '../words'
import css from './Campaigns.module.css'

interface CampaignTableProps {
  api: CampaignsApi
  rows: readonly Campaign[]
  /** Null: this person may not. */
  onRemove: ((campaign: Campaign) => void) | null
}

/** The campaigns, a row each. */
export function CampaignTable({ api, rows, onRemove }: CampaignTableProps) {
  const words = useCampaignWords()
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{words.list.name}</th>
          <th scope="col">{words.list.state}</th>
          <th scope="col" className={css.wide}>
            {words.list.progress}
          </th>
          <th scope="col" className={css.number}>
            {words.list.people}
          </th>
          <th scope="col" className={css.wide}>
            {words.list.when}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((campaign) => (
          <Line key={campaign.id} api={api} campaign={campaign} onRemove={onRemove} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps {
  api: CampaignsApi
  campaign: Campaign
  onRemove: ((campaign: Campaign) => void) | null
}

function Line({ api, campaign, onRemove }: LineProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const navigate = useNavigate()
  const going = campaign.state === 'running' || campaign.state === 'paused'
  const progress = useProgress(api, campaign.id, going ? campaign.state : undefined).data
  const state = going && progress ? progress.state : campaign.state
  const isDraft = state === 'draft' && onRemove !== null
  const edit = () => void navigate({ to: '/campaigns/new/$step', params: { step: 'audience' }, search: { draft: campaign.id } })
  const entries: MenuEntry[] = [
    { type: 'item', label: words.list.edit, onSelect: edit },
    { type: 'item', label: words.list.remove, onSelect: () => onRemove?.(campaign) },
  ]
  const content = campaign.content.kind === 'template' ? words.list.template(campaign.content.name) : words.list.flow
  const share = going && progress ? doneShare(progress) : state === 'completed' ? 1 : null
  const size = progress?.audience ?? campaign.audienceSize
  return (
    <tr data-testid="campaign-row" data-state={state}>
      <th scope="row">
        <span className={css.name}>
          <span className={css.icon}>
            <IconSend size={18} stroke={1.75} aria-hidden />
          </span>
          <span>
            {isDraft ? (
              <Link to="/campaigns/new/$step" params={{ step: 'audience' }} search={{ draft: campaign.id }}>
                {campaign.title}
              </Link>
            ) : (
              <Link to="/campaigns/$campaign" params={{ campaign: String(campaign.id) }}>
                {campaign.title}
              </Link>
            )}
            <small>{content}</small>
          </span>
        </span>
      </th>
      <td>
        <StateChip state={state} />
      </td>
      <td className={css.wide}>
        {share !== null && (
          <span className={css.going}>
            <progress max={1} value={share} aria-label={words.list.progress} data-state={state} />
            <small>{figures.percent(share)}</small>
          </span>
        )}
      </td>
      <td className={css.number}>{size === null || size === undefined ? '' : figures.number(size)}</td>
      <td className={css.wide}>
        <small>{whenOf(campaign)}</small>
      </td>
      <td className={css.more}>
        {isDraft && (
          <Menu
            side="bottom-end"
            entries={entries}
            target={
              <button type="button" className={css.dots} aria-label={words.list.menu(campaign.title)}>
                <IconDots size={18} aria-hidden />
              </button>
            }
          />
        )}
      </td>
    </tr>
  )

  function whenOf({ startsAt, startedAt, endedAt, createdAt }: Campaign) {
    if (isOver(state) && endedAt) return words.list.ended(figures.moment(endedAt))
    if (startedAt) return words.list.started(figures.moment(startedAt))
    if (state === 'scheduled' && startsAt) return words.list.starts(figures.moment(startsAt))
    return words.list.changed(figures.moment(createdAt))
  }
}
