import { useFlowWords } from '../words'
import css from './FlowTable.module.css'

const [width, height] = [84, 24]

/** Talks begun on each of the last seven days, today last. */
export function Sparkline({ days }: { days: readonly number[] }) {
  const words = useFlowWords()
  const sum = days.reduce((a, b) => a + b, 0)
  if (sum === 0) return <span className={css.none}>–</span>
  const most = Math.max(...days)
  const step = width / (days.length - 1)
  const points = days.map((count, day) => [day * step, height - 2 - (count / most) * (height - 5)] as const)
  const line = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const last = points.at(-1)!
  return (
    <span className={css.week}>
      <svg width={width} height={height} viewBox={`-2 0 ${width + 4} ${height}`} role="img" aria-label={`${words.triggers.weekOf(sum)}: ${days.join(', ')}`}>
        <polygon points={`0,${height} ${line} ${width},${height}`} />
        <polyline points={line} />
        <circle cx={last[0]} cy={last[1]} r="2.5" />
      </svg>
      <span aria-hidden="true">{sum.toLocaleString()}</span>
    </span>
  )
}
