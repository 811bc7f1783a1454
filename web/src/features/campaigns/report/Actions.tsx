import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog } from '~/ui'
import { dangerLook, Notice } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { isOver } from '../model/report'
import type { Campaign, Progress } from '../types'
import { useCampaignWords } from '../words'
import { RateDialog } from './RateDialog'
import css from './Report.module.css'

interface ActionsProps {
  api: CampaignsApi
  campaign: Campaign
  state: string
  progress: Progress | undefined
  /** What the channel sends at most; null when it is not known. */
  most: number | null
}

/** What can be done to a campaign where it stands. */
export function Actions({ api, campaign, state, progress, most }: ActionsProps) {
  const words = useCampaignWords()
  const common = useWords()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<'cancel' | 'rate' | null>(null)
  const { busy, failure, act, clear } = useAct()
  const { id } = campaign
  const done = async (after: Campaign) => {
    queries.setQueryData<Campaign>(['campaigns', api.workspace, 'one', id], (before) => ({ ...after, audience: before?.audience ?? null }))
    await queries.invalidateQueries({ queryKey: ['campaigns', api.workspace] })
  }
  const step = (what: 'pause' | 'resume' | 'cancel') => act(async () => done(await api.step(id, what)))
  const waiting = (progress?.waiting ?? 0) + (progress?.inFlight ?? 0)
  return (
    <div className={css.actions}>
      {failure && asked === null && (
        <Dialog title={failure.message} closeLabel={common.common.close} onClose={clear}>
          <p>{words.report.limits[state] ?? ''}</p>
        </Dialog>
      )}
      {state === 'draft' && (
        <Link to="/campaigns/new/$step" params={{ step: 'audience' }} search={{ draft: id }} className={css.link}>
          {words.report.edit}
        </Link>
      )}
      {(state === 'running' || state === 'paused') && <Button onClick={() => setAsked('rate')}>{words.report.speedSet}</Button>}
      {state !== 'draft' && !isOver(state) && (
        <Button onClick={() => setAsked('cancel')} data-testid="cancel">
          {words.report.cancel}
        </Button>
      )}
      {state === 'running' && (
        <Button look="primary" disabled={busy} onClick={() => void step('pause')} data-testid="pause">
          <IconPlayerPause size={16} aria-hidden /> {words.report.pause}
        </Button>
      )}
      {state === 'paused' && (
        <Button look="primary" disabled={busy} onClick={() => void step('resume')} data-testid="resume">
          <IconPlayerPlay size={16} aria-hidden /> {words.report.resume}
        </Button>
      )}
      {asked === 'rate' && <RateDialog api={api} campaign={campaign} most={most} onClose={() => setAsked(null)} onDone={done} />}
      {asked === 'cancel' && (
        <Dialog
          title={state === 'scheduled' ? words.report.cancelScheduledTitle : words.report.cancelTitle(waiting)}
          closeLabel={common.common.close}
          onClose={() => setAsked(null)}
          actions={
            <Button
              className={dangerLook}
              disabled={busy}
              data-testid="cancel-yes"
              onClick={() => void step('cancel').then((went) => went && setAsked(null))}
            >
              {words.report.cancelYes}
            </Button>
          }
        >
          <p>{state === 'scheduled' ? words.report.cancelScheduled : words.report.cancelHint}</p>
          {failure && <Notice tone="danger">{failure.message}</Notice>}
        </Dialog>
      )}
    </div>
  )
}
