/** What a held list shows, and how many rows would have moved up. */
export interface Held {
  order: readonly number[]
  moved: number
}

/**
 * Keeps the order that is on screen while somebody points at it. Rows that only follow at the end are let in;
 * rows that would jump ahead of others wait and are counted.
 */
export function holdOrder(shown: readonly number[], wanted: readonly number[]): Held {
  const place = new Map(shown.map((id, index) => [id, index]))
  const arrived: number[] = []
  let moved = 0
  let nearest = Infinity
  for (let i = wanted.length - 1; i >= 0; i--) {
    const at = place.get(wanted[i]!) ?? Infinity
    if (at > nearest) moved++
    else if (at === Infinity) arrived.push(wanted[i]!)
    nearest = Math.min(nearest, at)
  }
  return { order: arrived.length > 0 ? [...shown, ...arrived.reverse()] : shown, moved }
}
