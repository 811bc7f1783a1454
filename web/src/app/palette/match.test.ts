import { describe, expect, it } from 'vitest'
import { choose, fit, type Offer, readWanted } from './match'

const offer = (id: string, section: Offer['section'], label: string, more: Partial<Offer> = {}): Offer => ({ id, section, label, run: () => {}, ...more })

describe('what is looked for', () => {
  it('is everything but tags at first', () => {
    expect(readWanted(' vip ').text).toBe('vip')
    expect(readWanted('vip').among).not.toContain('tags')
  })

  it('is narrowed by its first sign', () => {
    expect(readWanted('>dark')).toEqual({ among: ['here', 'go', 'create', 'actions'], text: 'dark' })
    expect(readWanted('@ ana').among).toEqual(['contacts', 'conversations'])
    expect(readWanted('#').among).toEqual(['tags'])
  })
})

describe('a fit', () => {
  it('ignores accents and capitals', () => {
    expect(fit({ label: 'Inés Álvarez' }, 'ines alv')).toBeGreaterThan(0)
  })

  it('is better at the beginning', () => {
    expect(fit({ label: 'Ana Torres' }, 'ana')).toBeGreaterThan(fit({ label: 'Juana' }, 'ana'))
    expect(fit({ label: 'Ana Torres' }, 'ana')).toBeGreaterThan(fit({ label: 'Lía Ana' }, 'ana'))
  })

  it('wants every word', () => {
    expect(fit({ label: 'Ana Torres' }, 'ana paz')).toBe(0)
  })

  it('finds a number however it is written', () => {
    expect(fit({ label: 'Ana', hint: '+54 9 11 4000-0001' }, '1140000001')).toBeGreaterThan(0)
  })
})

describe('the offers', () => {
  const all = [offer('a', 'contacts', 'Juana'), offer('b', 'contacts', 'Ana'), offer('b', 'contacts', 'Ana'), offer('c', 'actions', 'Analyse'), offer('d', 'tags', 'ana')]

  it('come by section, the best first, and none twice', () => {
    expect(choose(all, readWanted('ana')).map(({ section, offers }) => [section, offers.map(({ id }) => id)])).toEqual([
      ['contacts', ['b', 'a']],
      ['actions', ['c']],
    ])
  })

  it('can be of people alone', () => {
    expect(choose(all, readWanted('@ana')).map(({ section }) => section)).toEqual(['contacts'])
    expect(choose(all, readWanted('#ana')).map(({ section }) => section)).toEqual(['tags'])
  })
})
