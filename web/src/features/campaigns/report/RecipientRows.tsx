import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { phoneText } from '~/model/phoneText'
import { useFigures } from '../figures'
import type { Recipient } from '../types'
import { useCampaignWords } from '../words'
import css from './Recipients.module.css'

interface RecipientRowsProps {
  rows: readonly Recipient[]
  more: boolean
  onMore: () => void
}

const height = 44

/** The virtual list of recipients; only those in sight are in the page. */
export function RecipientRows({ rows, more, onMore }: RecipientRowsProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 8 })
  const items = list.getVirtualItems()
  const end = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && end >= rows.length - 20) onMore()
  }, [more, end, rows.length, onMore])
  return (
    <div className={css.table}>
      <div className={css.head} aria-hidden="true">
        <span className={css.right}>{words.report.number}</span>
        <span>{words.report.name}</span>
        <span className={css.wide}>{words.report.phone}</span>
        <span>{words.report.state}</span>
        <span className={css.wide}>{words.report.why}</span>
        <span className={css.wide}>{words.report.changed}</span>
      </div>
      <div ref={scroller} className={css.rows} style={{ height: Math.min(rows.length, 10) * height }} tabIndex={0} role="group" aria-label={words.report.recipients}>
        <ul style={{ height: list.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]!
            const name = row.name?.trim() || (row.phone ? phoneText(row.phone) : `#${row.contactId}`)
            return (
              <li key={row.number} className={css.line} data-testid="recipient" data-state={row.state} style={{ transform: `translateY(${start}px)` }} aria-setsize={more ? -1 : rows.length} aria-posinset={index + 1}>
                <small className={css.right}>{figures.number(row.number)}</small>
                {row.conversationId ? (
                  <Link to="/inbox/{-$conversation}" params={{ conversation: String(row.conversationId) }} className={css.name}>
                    {name}
                  </Link>
                ) : (
                  <Link to="/contacts/$contact" params={{ contact: String(row.contactId) }} className={css.name}>
                    {name}
                  </Link>
                )}
                <span className={`${css.phone} ${css.wide}`}>{row.phone ? phoneText(row.phone) : ''}</span>
                <span className={css.state}>
                  <i data-fate={row.state} aria-hidden="true" />
                  {words.report.words[row.state] ?? row.state}
                </span>
                <span className={`${css.why} ${css.wide}`}>
                  {[row.variant && row.variant !== 'hold_out' ? row.variant : '', row.reason ? (words.report.skipped[row.reason] ?? row.reason) : '', row.repliedAt ? words.report.bars.replied : '', row.clickedAt ? words.report.bars.clicked : '', row.state === 'waiting' && row.dueAt ? words.report.due(figures.moment(row.dueAt)) : ''].filter(Boolean).join(' · ')}
                  {row.attempt > 1 && <small> {words.report.attempt(row.attempt)}</small>}
                </span>
                <small className={css.wide}>{row.changedAt && figures.clock(row.changedAt)}</small>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
