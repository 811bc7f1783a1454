import { describe, expect, it } from 'vitest'
import { holdOrder } from './order'

describe('a held list', () => {
  it('stays as it is while nothing moves', () => {
    expect(holdOrder([1, 2, 3], [1, 2, 3])).toEqual({ order: [1, 2, 3], moved: 0 })
  })

  it('counts what would have moved up', () => {
    expect(holdOrder([1, 2, 3, 4], [4, 3, 1, 2])).toEqual({ order: [1, 2, 3, 4], moved: 2 })
  })

  it('keeps a newcomer waiting', () => {
    expect(holdOrder([1, 2], [9, 1, 2])).toEqual({ order: [1, 2], moved: 1 })
  })

  it('lets in what only follows at the end', () => {
    expect(holdOrder([1, 2], [1, 2, 3, 4])).toEqual({ order: [1, 2, 3, 4], moved: 0 })
  })

  it('keeps a row that left the view until it is let go', () => {
    expect(holdOrder([1, 2, 3], [1, 3]).order).toEqual([1, 2, 3])
  })
})
