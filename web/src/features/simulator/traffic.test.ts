import { describe, expect, it } from 'vitest'
import { allOff, rulesOf, switchesOf } from './faults'
import { gather, type Line, mostLines, pretty } from './traffic'

const line = (n: number): Line => ({ n, at: '2026-11-20T12:00:00Z', kind: 'request' })
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => line(from + at))

describe('the traffic', () => {
  it('has the newest first, once', () => {
    expect(gather(gather([], lines(1, 3)), lines(2, 4)).map((each) => each.n)).toEqual([4, 3, 2, 1])
  })

  it('does not grow without end', () => {
    expect(gather([], lines(1, 1_000))).toHaveLength(mostLines)
  })

  it('lays JSON out and leaves other words alone', () => {
    expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(pretty('hello')).toBe('hello')
  })
})

describe('the switches', () => {
  it('come back from the rules they made', () => {
    const on = { ...allOff, fail: '130429', later: '131026', drop: true, bare: true, lateStatus: true }
    expect(switchesOf(rulesOf(on, '49'), '49')).toEqual(on)
    expect(switchesOf(rulesOf(on, '49'), '')).toEqual(allOff)
    expect(rulesOf(allOff, '')).toEqual([])
  })
})
