import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useAct } from '~/app/useAct'
import { useWords } from '~/i18n'
import { Button, Dialog } from '~/ui'
import { Chip, dangerLook, Fact, Facts, Notice, Page, Section, Space, Table } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { useFigures } from '../figures'
import type { Sequence } from '../types'
import { useCampaignWords } from '../words'
import type { SequencesApi } from './api'
import { delayText } from './delayText'
import { Entries } from './Entries'
import css from './Sequences.module.css'
import { stateTones } from './SequencesPage'

interface RunningProps {
  api: SequencesApi
  campaigns: CampaignsApi
  sequence: Sequence
  writes: boolean
  back: ReactNode
}

/** A sequence that has begun: who is where, and how far each step is. */
export function Running({ api, campaigns, sequence, writes, back }: RunningProps) {
  const all = useCampaignWords()
  const words = all.sequences
  const common = useWords()
  const figures = useFigures()
  const queries = useQueryClient()
  const [ending, setEnding] = useState(false)
  const { busy, failure, act } = useAct()
  const step = (what: 'pause' | 'resume' | 'end') =>
    act(async () => {
      await api.step(sequence.id, what)
      await queries.invalidateQueries({ queryKey: ['sequences', api.workspace] })
    })
  const { state } = sequence
  const count = (n: number | undefined) => (n === undefined ? '–' : figures.number(n))
  return (
    <Page
      title={sequence.name}
      before={back}
      tools={
        <>
          <Chip tone={stateTones[state] ?? 'plain'}>{words.states[state] ?? state}</Chip>
          <Space />
          {writes && state !== 'ended' && state !== 'draft' && (
            <div className={css.actions}>
              <Button onClick={() => setEnding(true)}>{words.end}</Button>
              <Button look="primary" disabled={busy} data-testid="sequence-toggle" onClick={() => void step(state === 'paused' ? 'resume' : 'pause')}>
                {state === 'paused' ? words.resume : words.pause}
              </Button>
            </div>
          )}
        </>
      }
    >
      {failure && !ending && <Notice tone="danger">{failure.message}</Notice>}
      <Section title={words.summary}>
        <Facts>
          <Fact label={words.in}>
            <b className={css.big} data-testid="sequence-in">
              {count(sequence.in ?? undefined)}
            </b>
          </Fact>
          <Fact label={words.through}>
            <b className={css.big}>{count(sequence.through ?? undefined)}</b>
          </Fact>
          <Fact label={words.left}>
            <b className={css.big}>{count(sequence.left ?? undefined)}</b>{' '}
            {(sequence.reasons ?? []).map(({ reason, count: n }) => `${figures.number(n)} ${words.reasons[reason] ?? reason}`).join(', ')}
          </Fact>
        </Facts>
      </Section>
      <Section title={words.steps}>
        <Table label={words.steps} head={[words.message, words.waiting, all.report.bars.accepted ?? '', all.report.bars.delivered ?? '', all.report.bars.read ?? '', all.report.bars.replied ?? '', all.report.fates.failed ?? '', '']}>
          {sequence.steps.map(({ content, minutes, after, field, progress, broadcastId }, at) => (
            <tr key={at} data-testid="sequence-progress">
              <th scope="row">
                {at + 1}. {content.kind === 'template' ? content.name : all.list.flow}
                <small>{delayText(minutes, after, field, words, figures)}</small>
              </th>
              <td>{count(progress?.waiting)}</td>
              <td data-testid="step-accepted">{count(progress?.accepted)}</td>
              <td>{count(progress?.delivered)}</td>
              <td>{count(progress?.read)}</td>
              <td>{count(progress?.replied)}</td>
              <td>{count(progress?.failed)}</td>
              <td>
                {broadcastId !== null && (
                  <Link to="/campaigns/$campaign" params={{ campaign: String(broadcastId) }}>
                    {words.report}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Entries api={api} campaigns={campaigns} sequence={sequence} writes={writes} />
      {ending && (
        <Dialog
          title={words.endTitle}
          closeLabel={common.common.close}
          onClose={() => setEnding(false)}
          actions={
            <Button className={dangerLook} disabled={busy} onClick={() => void step('end').then((went) => went && setEnding(false))}>
              {words.end}
            </Button>
          }
        >
          <p>{words.endHint}</p>
          {failure && <Notice tone="danger">{failure.message}</Notice>}
        </Dialog>
      )}
    </Page>
  )
}
