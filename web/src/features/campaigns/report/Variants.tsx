import { Section, Table } from '~/ui/page'
import { useFigures } from '../figures'
import type { Progress } from '../types'
import { useCampaignWords } from '../words'

/** The messages that are compared, side by side, with those who got none. */
export function Variants({ progress }: { progress: Progress }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const variants = progress.variants ?? []
  if (variants.length === 0) return null
  const hasGoal = progress.goal > 0
  const share = (n: number, of: number) => (of > 0 ? `${figures.number(n)}\u00a0·\u00a0${figures.percent(n / of)}` : figures.number(n))
  return (
    <Section title={words.compare.title} hint={words.compare.reportHint}>
      <Table
        label={words.compare.title}
        head={[words.compare.which, words.report.count, words.report.bars.accepted ?? '', words.report.bars.delivered ?? '', words.report.bars.read ?? '', words.report.bars.replied ?? '', words.report.bars.clicked ?? '', ...(hasGoal ? [words.report.bars.goal ?? ''] : [])]}
      >
        {variants.map((each) => {
          const heldOut = each.key === 'hold_out'
          // nobody of those held out was sent anything: what they did is a share of them all
          const base = heldOut ? each.audience : each.delivered
          return (
            <tr key={each.key} data-testid="variant-row">
              <th scope="row">{heldOut ? words.compare.heldOut : words.compare.message(each.key)}</th>
              <td>{figures.number(each.audience)}</td>
              <td>{heldOut ? '–' : figures.number(each.accepted)}</td>
              <td>{heldOut ? '–' : figures.number(each.delivered)}</td>
              <td>{heldOut ? '–' : share(each.read, base)}</td>
              <td>{share(each.replied, base)}</td>
              <td>{heldOut ? '–' : share(each.clicked, base)}</td>
              {hasGoal && <td>{share(each.goal, base)}</td>}
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}
