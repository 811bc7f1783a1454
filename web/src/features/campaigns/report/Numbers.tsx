import { phoneText } from '~/model/phoneText'
import { Section, Table } from '~/ui/page'
import { useFigures } from '../figures'
import { standingOf, throughOf } from '../model/numbers'
import type { Progress } from '../types'
import { useCampaignWords } from '../words'
import css from './Report.module.css'

/** How far each of the numbers is that it goes out from, how fast, and what holds it back. Of a single one the page tells anyway. */
export function Numbers({ progress }: { progress: Progress }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const numbers = progress.channels ?? []
  if (numbers.length < 2) return null
  const { numbers: own, bars, fates } = words.report
  const counts = ['waiting', 'accepted', 'delivered', 'read', 'failed', 'skipped', 'unknown'] as const
  return (
    <Section title={own.title} hint={own.hint}>
      <Table label={own.title} head={[own.number, own.through, ...counts.map((key) => fates[key] ?? bars[key] ?? ''), own.pace]}>
        {numbers.map((each) => {
          const { through, share } = throughOf(each)
          const standing = standingOf(progress, each)
          return (
            <tr key={each.channelId} className={css.number} data-testid="number-row">
              <th scope="row">
                {each.title || own.gone}
                {each.number && <small>{phoneText(each.number)}</small>}
                <span className={css.holds} data-testid="number-standing" data-standing={standing}>
                  {own.standings[standing] ?? standing}
                  {each.limitedUntil && ` · ${words.report.until(figures.moment(each.limitedUntil))}`}
                </span>
              </th>
              <td>
                {own.of(figures.number(through), figures.number(each.audience))}
                <span className={css.part} aria-hidden>
                  <span style={{ width: `${share * 100}%` }} />
                </span>
              </td>
              {counts.map((key) => (
                <td key={key} data-none={each[key] === 0 || undefined}>
                  {figures.number(each[key])}
                </td>
              ))}
              <td data-none={each.perSecond === 0 || undefined}>{progress.state === 'running' ? figures.short(each.perSecond) : '–'}</td>
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}
