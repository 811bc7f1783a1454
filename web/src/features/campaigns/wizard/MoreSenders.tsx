import { phoneText } from '~/model/phoneText'
import { useFigures } from '../figures'
import type { Channel } from '../types'
import { useCampaignWords } from '../words'
import css from './Wizard.module.css'

interface MoreSendersProps {
  channels: readonly Channel[]
  /** The number that was chosen first. */
  first: number | null
  more: readonly number[]
  onChange: (more: number[]) => void
}

/** Other numbers that send it, too: it is over sooner. */
export function MoreSenders({ channels, first, more, onChange }: MoreSendersProps) {
  const words = useCampaignWords()
  const figures = useFigures()
  const others = channels.filter(({ id }) => id !== first)
  if (first === null || others.length === 0) return null
  return (
    <details className={css.more} open={more.length > 0 || undefined} data-testid="more-senders">
      <summary>{words.audience.moreChannels}</summary>
      <p>{words.audience.moreChannelsHint}</p>
      <fieldset className={css.options}>
        <legend className="sr-only">{words.audience.moreChannels}</legend>
        {others.map(({ id, title, number, messagesPerSecond }) => (
          <label key={id} className={css.option}>
            <input type="checkbox" checked={more.includes(id)} onChange={(event) => onChange(event.target.checked ? [...more, id] : more.filter((each) => each !== id))} />
            <span>
              {title} · {phoneText(number)}
              <small>{words.audience.perSecond(figures.number(messagesPerSecond))}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </details>
  )
}
