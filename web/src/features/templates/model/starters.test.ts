import { describe, expect, it } from 'vitest'
import { flawsOf } from './checks'
import { starters } from './starters'

describe.each(['en', 'es'] as const)('the starters in %s', (language) => {
  it('are eight, each with its own name', () => {
    expect(new Set(starters[language]().map(({ id }) => id)).size).toBe(8)
  })

  it.each(starters[language]())('$id has nothing that is refused', ({ form }) => {
    expect(flawsOf(form)).toEqual([])
  })
})
