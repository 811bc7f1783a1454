/** Milliseconds before the next try: 0.5 s doubling to 30 s, give or take 30 %. `chance` is in [0, 1). */
export function retryDelay(attempt: number, chance: number): number {
  const base = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.round(base * (0.7 + 0.6 * chance))
}
