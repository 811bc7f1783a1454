import { describe, expect, it } from 'vitest'
import { random } from './random'
import { tidy } from './tidy'

describe('tidying', () => {
  const boxes = (ids: string[]) => ids.map((id) => ({ id, width: 260, height: 100 }))

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('keeps what leaves by upper handles above (%i)', (seed) => {
    const pick = random(seed)
    const leaves = Array.from({ length: 6 }, (_, i) => `t${pick(1000)}-${i}`)
    const shuffled = [...leaves].sort(() => pick(3) - 1)
    const places = tidy(boxes(['root', ...shuffled]), leaves.map((target, order) => ({ source: 'root', target, order })))
    const ys = leaves.map((id) => places.get(id)!.y)
    expect(ys).toEqual([...ys].sort((a, b) => a - b))
    expect(places.get(leaves[0]!)!.x).toBeGreaterThan(places.get('root')!.x + 260)
  })

  it('lets nothing overlap', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `n${i}`)
    const places = [...tidy(boxes(ids), ids.slice(1).map((target, i) => ({ source: ids[Math.floor(i / 3)]!, target, order: i % 3 }))).values()]
    for (const a of places) for (const b of places) if (a !== b) expect(Math.abs(a.x - b.x) >= 260 || Math.abs(a.y - b.y) >= 100).toBe(true)
  })
})
