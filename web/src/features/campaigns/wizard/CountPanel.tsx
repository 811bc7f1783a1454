import { IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '~/i18n'
import { phoneText } from '~/model/phoneText'
import { Button } from '~/ui'
import { Notice } from '~/ui/page'
import type { CampaignsApi } from '../api'
import { ContactSearch } from '../ContactSearch'
import { useFigures } from '../figures'
import type { Audience } from '../types'
import { useCampaignWords } from '../words'
import css from './CountPanel.module.css'
import type { Count } from './parts'

interface CountPanelProps {
  api: CampaignsApi
  audience: Audience | null
  count: Count
}

const shown = 20

/** How many there are, who is left out and why, and some of them. */
export function CountPanel({ api, audience, count }: CountPanelProps) {
  const words = useCampaignWords()
  const common = useWords()
  const figures = useFigures()
  const [asked, setAsked] = useState<string | null>(null)
  const { answer, counting, error } = count
  const why = async (id: number, name: string) => {
    if (!audience) return
    const { isIn, whyOut } = await api.count(audience, 0, id)
    setAsked(isIn ? words.count.isIn(name) : words.count.isOut(name, whyOut === 'not_chosen' ? words.count.notChosen : (words.count.out[whyOut ?? ''] ?? whyOut ?? '')))
  }
  const out = Object.entries(answer?.excluded ?? {}).filter(([, n]) => n > 0)
  const found = (answer?.included ?? 0) + out.reduce((sum, [, n]) => sum + n, 0)
  return (
    <aside className={css.panel} aria-label={words.count.title}>
      <h2>{words.count.title}</h2>
      {!audience && (
        <div className={css.none}>
          <IconUsers size={24} aria-hidden />
          <p>{words.count.choose}</p>
        </div>
      )}
      {audience && error && !answer && (
        <Notice tone="danger">
          {words.count.failed}: {error.message}
          <span>
            <Button onClick={() => void count.retry()}>{common.errors.tryAgain}</Button>
          </span>
        </Notice>
      )}
      {audience && (answer || !error) && (
        <div className={css.sum} aria-busy={counting} data-testid="count" data-people={answer?.included}>
          {out.length > 0 && <p className={css.found}>{words.count.found(figures.number(found))}</p>}
          {out.length > 0 && (
            <ul>
              {out.map(([reason, n]) => (
                <li key={reason}>{words.count.minus(figures.number(n), words.count.out[reason] ?? reason)}</li>
              ))}
            </ul>
          )}
          <p className={css.result} role="status">
            <b>{answer ? figures.number(answer.included) : '…'}</b>
            <span>{counting ? words.count.counting : answer?.included === 0 ? words.count.nobody : words.count.receive(answer?.included ?? 0)}</span>
          </p>
          <p className={css.hint}>{words.count.asOf}</p>
        </div>
      )}
      {answer && answer.sample.length > 0 && (
        <details className={css.sample}>
          <summary>{words.count.see(Math.min(shown, answer.sample.length))}</summary>
          <ul>
            {answer.sample.slice(0, shown).map(({ contactId, name, phone }) => (
              <li key={contactId}>
                <Link to="/contacts/$contact" params={{ contact: String(contactId) }} target="_blank">
                  {name?.trim() || (phone ? phoneText(phone) : `#${contactId}`)}
                </Link>
                {name && phone && <small>{phoneText(phone)}</small>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {audience && (
        <div className={css.why}>
          <ContactSearch api={api} label={words.count.why} action={(name) => name} onPick={({ id }, name) => void why(id, name)} />
          {asked && (
            <p role="status" data-testid="why-out">
              {asked}
            </p>
          )}
        </div>
      )}
    </aside>
  )
}
