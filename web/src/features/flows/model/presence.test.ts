import { describe, expect, it } from 'vitest'
import { at, goneAfter, hear, type Heard, type PresenceNews } from './presence'

const news = (id: string, nodeId: string | null, gone = false): PresenceNews => ({ workspace: 'w', flowId: 'f', person: { id, name: id.toUpperCase() }, nodeId, gone })
const none: ReadonlyMap<string, Heard> = new Map()

describe('who has the flow open', () => {
  it('is at the step that was told last, and gone when that is told', () => {
    let heard = hear(hear(none, news('b', 'n1'), 0), news('a', null), 5)
    heard = hear(heard, news('b', 'n2'), 10)
    expect(at(heard, 20)).toEqual([{ id: 'a', name: 'A', node: null }, { id: 'b', name: 'B', node: 'n2' }])
    expect(at(hear(heard, news('b', null, true), 20), 20).map((one) => one.id)).toEqual(['a'])
  })

  it('is gone when nothing was heard for 45 s', () => {
    const heard = hear(hear(none, news('a', 'n1'), 0), news('b', 'n1'), 10_000)
    expect(at(heard, goneAfter).map((one) => one.id)).toEqual(['b'])
    expect(at(heard, goneAfter - 1)).toHaveLength(2)
  })
})
