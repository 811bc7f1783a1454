/** A curve's place in the picture. */
export interface Frame {
  width: number
  height: number
  top: number
  right: number
  bottom: number
  left: number
}

export interface Point {
  x: number
  y: number
}

/** Values over time as points of the picture; the newest stands at the right edge. */
export function pointsOf(values: readonly { at: number; value: number }[], most: number, frame: Frame): Point[] {
  const first = values[0]?.at ?? 0
  const span = Math.max(1, (values[values.length - 1]?.at ?? 0) - first)
  const inner = { width: frame.width - frame.left - frame.right, height: frame.height - frame.top - frame.bottom }
  const round = (n: number) => Math.round(n * 10) / 10
  return values.map(({ at, value }) => ({
    x: round(frame.left + ((at - first) / span) * inner.width),
    y: round(frame.top + inner.height - (Math.min(value, most) / most) * inner.height),
  }))
}

/** The points as the path of a line. */
export const pathOf = (points: readonly Point[]) => points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('')

/** The line closed down to the floor. */
export function areaOf(points: readonly Point[], floor: number): string {
  const [first, last] = [points[0], points[points.length - 1]]
  return first && last ? `${pathOf(points)}L${last.x} ${floor}L${first.x} ${floor}Z` : ''
}

/** Labels moved apart, each as near to its own place as the others allow; in the order in which they came. */
export function spread(wanted: readonly number[], gap: number, most: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = [...wanted]
  let before = Number.NEGATIVE_INFINITY
  for (const at of order) before = placed[at] = Math.max(wanted[at]!, before + gap)
  let after = most + gap
  for (const at of [...order].reverse()) after = placed[at] = Math.min(placed[at]!, after - gap)
  return placed
}
