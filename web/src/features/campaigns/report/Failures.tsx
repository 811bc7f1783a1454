import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog } from '~/ui'
import { Notice, Section } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import { retryable } from '../model/report'
import type { Campaign, Progress } from '../types'
import { useCampaignWords } from '../words'
import css from './Report.module.css'

interface FailuresProps {
  api: CampaignsApi
  campaign: Campaign
  progress: Progress
  writes: boolean
}

/** What went wrong, by reason, each with the one thing to do about it. */
export function Failures({ api, campaign, progress, writes }: FailuresProps) {
  const words = useCampaignWords()
  const common = useWords()
  const figures = useFigures()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<{ code: number | null; count: number } | null>(null)
  const { busy, failure, act } = useAct()
  const again = retryable(progress)
  // before its end the failed are come back to by resuming it; a cancelled one is over for good
  const may = writes && progress.state !== 'cancelled' && progress.state !== 'failed'
  const retry = async () => {
    if (!asked) return
    const went = await act(async () => {
      await api.retry(campaign.id, asked.code)
      await queries.invalidateQueries({ queryKey: ['campaigns', api.workspace] })
    })
    if (went) setAsked(null)
  }
  return (
    <Section
      title={words.report.failures}
      tools={
        may && again > 0 && progress.failures.length > 1 ? (
          <Button data-testid="retry-all" onClick={() => setAsked({ code: null, count: again })}>
            {words.report.retryAll(again)}
          </Button>
        ) : null
      }
    >
      {progress.failures.length === 0 && <p className={css.quiet}>{words.report.noFailures}</p>}
      <ul className={css.reasons}>
        {progress.failures.map(({ code, title, count, retryable: anew }) => (
          <li key={code} data-testid="failure" data-code={code}>
            <b className={css.much}>{figures.number(count)}</b>
            <div>
              <p>
                {common.failures[code] ?? title} {code > 0 && <small>{words.report.code(code)}</small>}
              </p>
              <p className={css.hint}>{words.report.advice[code] ?? (anew ? '' : words.report.notRetryable)}</p>
            </div>
            {may && anew ? (
              <Button data-testid="retry" onClick={() => setAsked({ code, count })}>
                {words.report.retry(count)}
              </Button>
            ) : (
              <Link to="/campaigns/$campaign" params={{ campaign: String(campaign.id) }} search={(before) => ({ ...before, show: 'failed' as const })} resetScroll={false} className={css.link}>
                {words.report.see}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {progress.skips.length > 0 && (
        <>
          <h3 className={css.sub}>{words.report.skips}</h3>
          <ul className={css.reasons}>
            {progress.skips.map(({ reason, count }) => (
              <li key={reason}>
                <b className={css.much}>{figures.number(count)}</b>
                <p>{words.report.skipped[reason] ?? reason}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {asked && (
        <Dialog
          title={words.report.retryTitle(asked.count)}
          closeLabel={common.common.close}
          onClose={() => setAsked(null)}
          actions={
            <Button look="primary" disabled={busy} data-testid="retry-yes" onClick={() => void retry()}>
              {words.report.retry(asked.count)}
            </Button>
          }
        >
          <p>{words.report.retryHint}</p>
          {failure && <Notice tone="danger">{failure.message}</Notice>}
        </Dialog>
      )}
    </Section>
  )
}
