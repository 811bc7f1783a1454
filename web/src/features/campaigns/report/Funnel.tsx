import { getRouteApi } from '@tanstack/react-router'
import { Button } from '~/ui'
import { Section, Table } from '~/ui/page'
import { useFigures } from '../figures'
import { fates, funnelOf } from '../model/report'
import type { Progress } from '../types'
import { useCampaignWords } from '../words'
import css from './Report.module.css'

const route = getRouteApi('/campaigns/$campaign')

/** From planned to answered as level bars, and what has become of everybody; both as a table too. */
export function Funnel({ progress }: { progress: Progress }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const navigate = route.useNavigate()
  const { table = false } = route.useSearch()
  const bars = funnelOf(progress)
  return (
    <Section
      title={words.report.funnel}
      tools={
        <Button look="quiet" data-testid="as-table" onClick={() => void navigate({ search: (before) => ({ ...before, table: table ? undefined : true }), replace: true, resetScroll: false })}>
          {table ? words.report.asPicture : words.report.asTable}
        </Button>
      }
    >
      {table ? (
        <Table label={words.report.funnel} head={[words.report.stage, words.report.count, words.report.share, words.report.shareBefore]}>
          {bars.map(({ key, count, share, ofShare }) => (
            <tr key={key}>
              <th scope="row">{words.report.bars[key]}</th>
              <td>{figures.number(count)}</td>
              <td>{figures.percent(share)}</td>
              <td>{figures.percent(ofShare)}</td>
            </tr>
          ))}
        </Table>
      ) : (
        <ol className={css.funnel}>
          {bars.map(({ key, count, share, of, ofShare }) => (
            <li key={key} data-testid={`bar-${key}`} data-count={count}>
              <span className={css.stage}>
                <b>{words.report.bars[key]}</b>
                <small>{words.report.barHints[key]}</small>
              </span>
              <span className={css.track} aria-hidden="true">
                <span className={css.bar} style={{ width: `${share * 100}%` }} />
              </span>
              <span className={css.count}>
                <b>{figures.number(count)}</b>
                <small>{of && words.report.ofBefore(figures.percent(ofShare), (words.report.bars[of] ?? of).toLowerCase())}</small>
              </span>
            </li>
          ))}
        </ol>
      )}
      <div className={css.fates} role="group" aria-label={words.report.fatesLabel}>
        <div className={css.strip} aria-hidden="true">
          {fates.map((fate) => progress[fate] > 0 && <span key={fate} data-fate={fate} style={{ flexGrow: progress[fate] }} />)}
        </div>
        <dl>
          {fates.map((fate) => (
            <div key={fate} data-testid={`fate-${fate}`} data-count={progress[fate]} data-none={progress[fate] === 0 || undefined}>
              <dt>
                <i data-fate={fate} aria-hidden="true" /> {words.report.fates[fate]}
              </dt>
              <dd>{figures.number(progress[fate])}</dd>
            </div>
          ))}
          <div className={css.sum}>
            <dt>{words.report.together}</dt>
            <dd>{figures.number(progress.audience)}</dd>
          </div>
        </dl>
        {progress.unknown > 0 && <p className={css.hint}>{words.report.unknownHint}</p>}
      </div>
    </Section>
  )
}
