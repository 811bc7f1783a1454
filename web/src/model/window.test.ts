import { describe, expect, it } from 'vitest'
import { windowState } from './window'

const now = Date.UTC(2026, 10, 20, 12)
const closes = (minutes: number) => new Date(now + minutes * 60_000).toISOString()

describe('the reply window', () => {
  it.each([
    [24 * 60, 'calm', 24, 0],
    [24 * 60 + 0.5, 'calm', 24, 0],
    [6 * 60 + 1, 'calm', 6, 1],
    [6 * 60, 'soon', 6, 0],
    [61, 'soon', 1, 1],
    [60, 'urgent', 1, 0],
    [0.2, 'urgent', 0, 1],
  ])('%d minutes before its end is %s', (minutes, kind, hours, rest) => {
    expect(windowState(closes(minutes), now)).toMatchObject({ kind, hours, minutes: rest })
  })

  it('is closed at its end, and where it never opened', () => {
    expect(windowState(closes(0), now).kind).toBe('closed')
    expect(windowState(null, now).kind).toBe('closed')
    expect(windowState('rubbish', now).kind).toBe('closed')
  })
})
