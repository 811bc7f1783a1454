import { describe, expect, it } from 'vitest'
import { foundNow, foundOlder, hasAll, type Hits, rangesOf, stepFrom, termsOf } from './find'

const marked = (text: string, query: string) => rangesOf(text, termsOf(query)).map(([from, to]) => text.slice(from, to))

describe('the terms of a search', () => {
  it('have no accents, capitals or signs, and none is there twice', () => {
    expect(termsOf(' ¿Mañana, MAÑANA?  100% ')).toEqual(['manana', '100'])
    expect(termsOf('%_\\')).toEqual([])
  })
})

describe('marks', () => {
  it.each([
    ['¿Tienen turnos mañana?', 'manana', ['mañana']],
    ['¿Tienen turnos mañana?', 'TURN', ['turn']],
    ['saturno no es un turno', 'turno', ['turno']],
    ['man\u0303ana', 'manana', ['man\u0303ana']],
    ['ﬁnal 👍🏽 José', 'final jose', ['ﬁnal', 'José']],
    ['Smørrebrød', 'smorre', ['Smørre']],
    ['factura-2026.pdf', '2026', ['2026']],
    ['turno turnos', 'turno turnos', ['turno', 'turnos']],
    ['nothing', '%', []],
  ])('in "%s" of "%s"', (text, query, words) => {
    expect(marked(text, query)).toEqual(words)
  })

  it('are made where every term is', () => {
    expect(hasAll(['El turno', 'del jueves'], termsOf('jueves turno'))).toBe(true)
    expect(hasAll(['El turno'], termsOf('jueves turno'))).toBe(false)
    expect(hasAll(['El turno'], [])).toBe(false)
  })
})

const page = (seqs: number[], total: number, next: string | null = null) => ({ items: seqs.map((seq) => ({ seq })), total, more: false, next })
const hits: Hits = foundNow(null, 'a', page([9, 7, 5], 5, '5'))

describe('what was found', () => {
  it('grows by older ones, once each', () => {
    expect(foundOlder(hits, page([5, 3, 1], 5))).toMatchObject({ seqs: [9, 7, 5, 3, 1], total: 5, next: null })
  })

  it('keeps the older ones when it is asked for again', () => {
    const all = foundOlder(hits, page([3, 1], 5))
    expect(foundNow(all, 'a', page([11, 9, 7], 6, '7'))).toMatchObject({ seqs: [11, 9, 7, 5, 3, 1], total: 6, next: null })
  })

  it('is another thing for another query', () => {
    expect(foundNow(hits, 'b', page([2], 1))).toEqual({ query: 'b', seqs: [2], total: 1, more: false, next: null })
  })
})

describe('a step', () => {
  it('goes to the older one, and asks for more at the end of what is known', () => {
    expect(stepFrom(hits, null, 'older')).toBe(9)
    expect(stepFrom(hits, 9, 'older')).toBe(7)
    expect(stepFrom(hits, 5, 'older')).toBeNull()
  })

  it('goes round when all are known', () => {
    const all = { ...hits, next: null }
    expect(stepFrom(all, 5, 'older')).toBe(9)
    expect(stepFrom(all, 9, 'newer')).toBe(5)
    expect(stepFrom(hits, 9, 'newer')).toBe(9)
    expect(stepFrom(all, 5, 'newer')).toBe(7)
    expect(stepFrom({ ...all, seqs: [] }, null, 'older')).toBeNull()
  })
})
