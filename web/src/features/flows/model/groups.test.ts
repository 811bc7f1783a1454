import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '../types'
import { readDoc, writeDoc } from './doc'
import { remove } from './edits'
import { entryOf, exitsOf, gather, groupsOf, scatter } from './groups'
import { apply } from './history'

const node = (id: string, type: string, data: Record<string, unknown> = {}, x = 0, y = 0) => ({ id, type, position: { x, y }, data })
const edge = (source: string, target: string, sourceHandle: string | null = null) => ({ id: `${source}-${sourceHandle}-${target}`, source, target, sourceHandle })

const menu: FlowDocument = {
  settings: { language: 'en' },
  extra: { kept: true },
  nodes: [
    node('start', 'trigger', { kind: 'keyword', keywords: ['hi'] }),
    node('ask', 'options', { text: 'What?', options: [{ id: 'a', label: 'One' }, { id: 'b', label: 'Two' }] }, 340),
    node('one', 'ask', { text: 'Name?', saveAs: 'name' }, 680),
    node('two', 'message', { text: 'Bye' }, 680, 200),
    node('thanks', 'message', { text: 'Thanks {{ name }}' }, 1020),
  ],
  edges: [edge('start', 'ask'), edge('ask', 'one', 'a'), edge('ask', 'two', 'b'), edge('one', 'thanks')],
}

describe('groups', () => {
  const doc = readDoc(menu)
  const made = () => apply(doc, gather(doc, new Set(['ask', 'one']), 'Questions')[1])

  it('are kept in the document where the engine looks for nothing, and are gone when nothing is in them', () => {
    expect(writeDoc(made()).groups).toEqual([{ id: 'g1', name: 'Questions', nodes: ['ask', 'one'], folded: false }])
    expect(writeDoc(made()).nodes).toEqual(writeDoc(doc).nodes)
    expect(writeDoc(apply(made(), scatter(made(), 'g1')))).toEqual(writeDoc(doc))
    expect(groupsOf(apply(made(), remove(made(), new Set(['ask', 'one']), new Set())))).toEqual([])
    expect(groupsOf(apply(made(), remove(made(), new Set(['ask']), new Set())))[0]!.nodes).toEqual(['one'])
  })

  it('lead out by the cables of their steps, and in to the step that others lead to', () => {
    const [group] = groupsOf(made())
    expect(exitsOf(made(), group!).map((exit) => [exit.node, exit.handle, exit.edge.target])).toEqual([['ask', 'b', 'two'], ['one', null, 'thanks']])
    expect(entryOf(made(), group!)).toBe('ask')
  })

  it('take a step out of the group it was in', () => {
    const again = apply(made(), gather(made(), new Set(['one', 'two']), 'Others')[1])
    expect(groupsOf(again).map((group) => group.nodes)).toEqual([['ask'], ['one', 'two']])
  })

  it.each([7, 'x', [null, 7, {}, { id: 'g', nodes: 'ask' }, { id: 'g', nodes: ['none', 4] }], [{ id: '', nodes: ['ask'] }]])('that are none are passed over: %j', (groups) => {
    expect(groupsOf(readDoc({ ...menu, groups }))).toEqual([])
  })
})
