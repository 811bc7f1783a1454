import { expect, it } from 'vitest'
import type { FlowDocument } from '../types'
import { alike } from './diff'
import { readDoc } from './doc'

const flow: FlowDocument = {
  nodes: [
    { id: 'a', type: 'start', position: { x: 0, y: 0 }, data: {} },
    { id: 'b', type: 'message', position: { x: 300, y: 0 }, data: { text: 'Hi', more: { x: 1, y: 2 } } },
  ],
  edges: [{ id: 'a-b', source: 'a', target: 'b' }],
  settings: { language: 'en' },
}
const [a, b] = flow.nodes as [FlowDocument['nodes'][number], FlowDocument['nodes'][number]]

it('takes documents for the same whatever the order of their keys', () => {
  const again: FlowDocument = { settings: { language: 'en' }, edges: flow.edges, nodes: [a, { data: { more: { y: 2, x: 1 }, text: 'Hi' }, position: { y: 0, x: 300 }, type: 'message', id: 'b' }] }
  expect(alike(readDoc(flow), readDoc(again))).toBe(true)
})

it.each<[string, FlowDocument]>([
  ['a step that was only moved', { ...flow, nodes: [a, { ...b, position: { x: 300, y: 20 } }] }],
  ['a text', { ...flow, nodes: [a, { ...b, data: { ...b.data, text: 'Hello' } }] }],
  ['a step more', { ...flow, nodes: [a, b, { ...b, id: 'c' }] }],
  ['a step less', { ...flow, nodes: [a], edges: [] }],
  ['a cable', { ...flow, edges: [] }],
  ['a group', { ...flow, groups: [{ id: 'g1', name: 'Hello', nodes: ['b'], folded: false }] }],
  ['a setting', { ...flow, settings: { language: 'es' } }],
])('is told apart by %s', (_, other) => {
  expect(alike(readDoc(flow), readDoc(other))).toBe(false)
  expect(alike(readDoc(other), readDoc(flow))).toBe(false)
})
