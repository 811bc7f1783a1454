import { describe, expect, it } from 'vitest'
import { allOff, type Rule, rulesOf, switchesOf, turned } from './faults'
import { asked, gather, type Line, mostLines, type Page, pretty } from './traffic'

const line = (n: number): Line => ({ n, at: '2026-11-20T12:00:00Z', kind: 'request' })
const page = (from: number, to: number): Page => ({ items: lines(from, to), last: to })
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => line(from + at))

describe('the traffic', () => {
  it('has the newest first, once', () => {
    expect(gather(gather([], page(1, 3)), page(2, 4)).map((each) => each.n)).toEqual([4, 3, 2, 1])
  })

  it('does not grow without end', () => {
    expect(gather([], page(1, 1_000))).toHaveLength(mostLines)
  })

  it('begins anew with a log that did', () => {
    const before = gather([], page(4_999, 5_000))
    const after = gather(before, { items: [], last: 2 })
    expect(after).toEqual([])
    expect(asked(before)).toBe(`after=5000&limit=${mostLines}`)
    expect(asked(after)).toBe(`tail=${mostLines}`)
    expect(gather(before, page(1, 2)).map((each) => each.n)).toEqual([2, 1])
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

  it('leave alone what they cannot express', () => {
    const others: Rule[] = [
      { kind: 'hang' },
      { kind: 'fail', code: 130429, times: 2 },
      { kind: 'fail', code: 130429, type: 'template' },
      { kind: 'drop', probability: 0.5 },
      { kind: 'failLater', code: 131026, phoneNumberId: '1' },
      { kind: 'fail', code: 190, httpStatus: 401, subcode: 463 },
      { kind: 'drop', recipient: '49' },
    ]
    expect(switchesOf(others, '')).toEqual(allOff)
    const on = turned(others, '', { drop: true })
    expect(on).toEqual([...others, { kind: 'drop' }])
    expect(turned(on, '', { drop: false })).toEqual(others)
  })

  it('turn what was clicked and nothing else', () => {
    const rules: Rule[] = [{ kind: 'fail', code: 131000 }, { kind: 'delay', delayMs: 500 }]
    const next = turned(turned(rules, '', { drop: true }), '', { fail: '190' })
    expect(next).toEqual([{ kind: 'delay', delayMs: 500 }, { kind: 'drop' }, { kind: 'fail', code: 190 }])
  })
})
