import { useState } from 'react'
import { Button } from '~/ui'
import { Section, Table } from '~/ui/page'
import { useFigures } from '../figures'
import { areaOf, type Frame, pathOf, pointsOf, spread } from '../model/curve'
import { niceTop, paceOf, type Sample } from '../model/report'
import { useCampaignWords } from '../words'
import css from './Chart.module.css'

type View = 'perSecond' | 'cumulative' | 'table'

interface ChartProps {
  samples: readonly Sample[]
  running: boolean
  /** It sends nothing any more. */
  over: boolean
}

const frame: Frame = { width: 520, height: 200, top: 14, right: 92, bottom: 22, left: 44 }
const floor = frame.height - frame.bottom
const series = ['accepted', 'delivered', 'read', 'failed'] as const

/** How fast it goes and how it adds up, as this page saw it; drawn by hand, and as a table too. */
export function Chart({ samples, running, over }: ChartProps) {
  const words = useCampaignWords()
  const [view, setView] = useState<View>('perSecond')
  const names: Record<View, string> = { perSecond: words.report.chart, cumulative: words.report.cumulative, table: words.report.asTable }
  const figures = useFigures()
  const enough = samples.length > 1
  // over, and nobody watched: there is no curve, and never will be
  if (over && !enough) return null
  return (
    <Section
      title={view === 'cumulative' ? words.report.cumulative : words.report.chart}
      hint={enough ? words.report.chartHint(figures.clock(samples[0]!.at)) : undefined}
      tools={
        enough && (
          <div className={css.views} role="group" aria-label={words.report.chartViews}>
            {(Object.keys(names) as View[]).map((each) => (
              <Button key={each} look={each === view ? 'default' : 'quiet'} aria-pressed={each === view} onClick={() => setView(each)}>
                {names[each]}
              </Button>
            ))}
          </div>
        )
      }
    >
      {!enough && <p className={css.waits}>{running ? words.report.chartSoon : words.report.chartWaits}</p>}
      {enough && view === 'perSecond' && <Speed samples={samples} />}
      {enough && view === 'cumulative' && <Totals samples={samples} />}
      {enough && view === 'table' && <Figures samples={samples} />}
    </Section>
  )
}

function Axes({ most, samples }: { most: number; samples: readonly Sample[] }) {
  const figures = useFigures()
  return (
    <g className={css.axes}>
      {[0, 0.5, 1].map((share) => {
        const y = floor - share * (floor - frame.top)
        return (
          <g key={share}>
            <line x1={frame.left} x2={frame.width - frame.right} y1={y} y2={y} />
            <text x={frame.left - 8} y={y + 4} textAnchor="end">
              {figures.short(most * share)}
            </text>
          </g>
        )
      })}
      <text x={frame.left} y={frame.height - 4}>
        {figures.clock(samples[0]!.at)}
      </text>
      <text x={frame.width - frame.right} y={frame.height - 4} textAnchor="end">
        {figures.clock(samples[samples.length - 1]!.at)}
      </text>
    </g>
  )
}

function Speed({ samples }: { samples: readonly Sample[] }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const highest = Math.max(...samples.map(({ perSecond }) => perSecond))
  const most = niceTop(highest)
  const points = pointsOf(samples.map(({ at, perSecond }) => ({ at, value: perSecond })), most, frame)
  const end = points[points.length - 1]!
  const now = figures.short(paceOf(samples))
  return (
    <svg className={css.chart} viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={`${words.report.chart}: ${words.report.chartNow(now)}, ${words.report.chartTop(figures.short(highest))}`}>
      <Axes most={most} samples={samples} />
      <path className={css.area} d={areaOf(points, floor)} />
      <path className={css.line} data-series="accepted" d={pathOf(points)} />
      <text className={css.label} data-series="accepted" x={end.x + 8} y={Math.min(floor, Math.max(frame.top + 6, end.y)) + 4}>
        {words.report.chartNow(now)}
      </text>
    </svg>
  )
}

function Totals({ samples }: { samples: readonly Sample[] }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const last = samples[samples.length - 1]!
  const most = niceTop(Math.max(...series.map((each) => last[each])))
  const shown = series.filter((each) => each === 'accepted' || last[each] > 0)
  const lines = shown.map((each) => pointsOf(samples.map((sample) => ({ at: sample.at, value: sample[each] })), most, frame))
  const labels = spread(lines.map((points) => points[points.length - 1]!.y + 4), 15, floor)
  const sum = shown.map((each) => `${words.report.series[each]} ${figures.number(last[each])}`).join(', ')
  return (
    <svg className={css.chart} viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={`${words.report.cumulative}: ${sum}`}>
      <Axes most={most} samples={samples} />
      {shown.map((each, at) => (
        <g key={each}>
          <path className={css.line} data-series={each} d={pathOf(lines[at]!)} />
          <text className={css.label} data-series={each} x={frame.width - frame.right + 8} y={labels[at]}>
            {words.report.series[each]}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** As many lines as somebody reads. */
const mostLines = 30

function Figures({ samples }: { samples: readonly Sample[] }) {
  const words = useCampaignWords()
  const figures = useFigures()
  const every = Math.ceil(samples.length / mostLines)
  const shown = samples.filter((_, at) => (samples.length - 1 - at) % every === 0).reverse()
  return (
    <div className={css.figures}>
      <Table label={words.report.chart} head={[words.report.time, words.report.series.perSecond ?? '', ...series.map((each) => words.report.series[each] ?? each)]}>
        {shown.map((sample) => (
          <tr key={sample.at}>
            <th scope="row">{figures.clock(sample.at)}</th>
            <td>{figures.short(sample.perSecond)}</td>
            {series.map((each) => (
              <td key={each}>{figures.number(sample[each])}</td>
            ))}
          </tr>
        ))}
      </Table>
    </div>
  )
}
