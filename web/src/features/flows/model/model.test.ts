import { describe, expect, it } from 'vitest'
import described from '../../../../dev/node-types.json'
import type { FlowDocument, NodeType, NodeTypes } from '../types'
import { overlong } from './checks'
import { copy, paste, readPiece } from './clipboard'
import { compare, isEmpty } from './diff'
import { type Doc, edgeAt, readDoc, writeDoc } from './doc'
import { addNode, connect, freshData, insert, moveNodes, refusal, remove, reroute, setData } from './edits'
import { fixFor } from './fixes'
import { change as changeGroup, gather, groupsOf, scatter } from './groups'
import { apply, type Change, type History, inverse, noHistory, placed, redo, remember, undo } from './history'
import { fits, itemsOf, waysOf } from './nodeTypes'
import { outline } from './outline'
import { random } from './random'
import { variablesAt } from './variables'

const types: NodeTypes = new Map((described as unknown as NodeType[]).map((type) => [type.type, type]))
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

/** Any one of the edits that people can make. */
function anyEdit(doc: Doc, pick: (below: number) => number): Change[] {
  const nodes = [...doc.nodes.keys()]
  const edges = [...doc.edges.keys()]
  const some = () => nodes[pick(Math.max(1, nodes.length))] ?? ''
  switch (pick(13)) {
    case 0:
      return addNode(doc, [...types.values()][pick(types.size)]!, { x: pick(2000), y: pick(2000) })[1]
    case 1:
      return remove(doc, new Set(nodes.length ? [some()] : []), new Set())
    case 2:
      return remove(doc, new Set(nodes.length ? [some(), some()] : []), new Set(edges.slice(0, pick(2))))
    case 3: {
      const [from, to] = [some(), some()]
      return refusal(doc, types, from, null, to) ? [] : connect(doc, from, null, to)
    }
    case 4:
      return edges.length && nodes.length ? reroute(doc, edges[pick(edges.length)]!, some(), null, some()) : []
    case 5:
      return moveNodes(doc, new Map(nodes.slice(0, 1 + pick(3)).map((id) => [id, { x: pick(900), y: pick(900) }])))
    case 6:
      return setData(doc, some(), { text: `text ${pick(100)}`, name: pick(2) ? 'named' : undefined }, types)
    case 7: {
      const id = nodes.find((each) => doc.nodes.get(each)?.type === 'options')
      return id ? setData(doc, id, { options: itemsOf(doc.nodes.get(id)!.data, 'options').slice(pick(2)) }, types) : []
    }
    case 8:
      return gather(doc, new Set(nodes.filter(() => pick(3) === 0)), `group ${pick(9)}`)[1]
    case 9:
      return scatter(doc, `g${1 + pick(3)}`)
    case 10:
      return changeGroup(doc, `g${1 + pick(3)}`, pick(2) ? { folded: pick(2) === 1 } : { name: `named ${pick(9)}` })
    default:
      return paste(doc, { nodes: [...doc.nodes.values()].slice(0, pick(4) + 1), edges: [...doc.edges.values()] }, { x: 0, y: 0 }, types)[1]
  }
}

describe('undo and redo', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))('go back to the first and forward to the last document, whatever was done (%i)', (seed) => {
    const pick = random(seed + 1)
    const start = readDoc(menu)
    let doc = start
    let history: History = noHistory
    for (let i = 0; i < 60; i++) {
      const back = pick(8) === 0 ? undo(doc, history) : null
      if (back) {
        ;[doc, history] = back
        continue
      }
      const made = anyEdit(doc, pick)
      if (made.length === 0) continue
      const changes = placed(doc, made)
      doc = apply(doc, changes)
      history = remember(history, { changes, at: i * 10, burst: pick(3) === 0 ? 'typing' : undefined })
    }
    expect(groupsOf(doc).flatMap((group) => group.nodes).every((id) => doc.nodes.has(id))).toBe(true)
    history = { ...history, undone: [] }
    const last = writeDoc(doc)
    const steps = history.done.length
    for (let back = undo(doc, history); back; back = undo(doc, history)) [doc, history] = back
    expect(writeDoc(doc)).toEqual(writeDoc(start))
    expect(history.undone).toHaveLength(steps)
    for (let on = redo(doc, history); on; on = redo(doc, history)) [doc, history] = on
    expect(writeDoc(doc)).toEqual(last)
  })

  it('take a burst of typing as one step, and a pause as its end', () => {
    let doc = readDoc(menu)
    let history: History = noHistory
    const type = (text: string, at: number) => {
      const changes = setData(doc, 'two', { text }, types)
      doc = apply(doc, changes)
      history = remember(history, { changes, at, burst: 'two.text' })
    }
    type('B', 0)
    type('By', 100)
    type('Byebye', 200)
    type('Byebye!', 9_000)
    expect(history.done).toHaveLength(2)
    ;[doc, history] = undo(doc, history)!
    expect(doc.nodes.get('two')?.data.text).toBe('Byebye')
    ;[doc] = undo(doc, history)!
    expect(doc.nodes.get('two')?.data.text).toBe('Bye')
  })

  it('forget what was undone when something new is done', () => {
    const doc = readDoc(menu)
    const first = setData(doc, 'two', { text: 'x' }, types)
    let history = remember(noHistory, { changes: first, at: 0 })
    const [, undone] = undo(apply(doc, first), history)!
    history = remember(undone, { changes: setData(doc, 'two', { text: 'y' }, types), at: 5_000 })
    expect(history.undone).toHaveLength(0)
  })

  it('are each the other’s inverse', () => {
    const doc = readDoc(menu)
    const changes = placed(doc, remove(doc, new Set(['ask', 'two']), new Set()))
    expect(writeDoc(apply(apply(doc, changes), inverse(changes)))).toEqual(writeDoc(doc))
  })
})

describe('a document', () => {
  it('keeps what it does not know', () => {
    expect(writeDoc(readDoc(menu))).toMatchObject({ extra: { kept: true }, settings: { language: 'en' }, schemaVersion: 1 })
  })

  it('gives doubled edges ids of their own', () => {
    const doc = readDoc({ nodes: menu.nodes, edges: [edge('start', 'ask'), edge('start', 'ask')] })
    expect(doc.edges.size).toBe(2)
  })
})

describe('options', () => {
  const doc = readDoc(menu)

  it('keep their cables when they are renamed and reordered', () => {
    const options = [{ id: 'b', label: 'Zwei' }, { id: 'a', label: 'Eins' }]
    const after = apply(doc, setData(doc, 'ask', { options }, types))
    expect(edgeAt(after, 'ask', 'a')?.target).toBe('one')
    expect(edgeAt(after, 'ask', 'b')?.target).toBe('two')
  })

  it('take their cable with them when they go', () => {
    const after = apply(doc, setData(doc, 'ask', { options: [{ id: 'b', label: 'Two' }] }, types))
    expect(edgeAt(after, 'ask', 'a')).toBeUndefined()
    expect(edgeAt(after, 'ask', 'b')).toBeDefined()
  })

  it('are a way out each, beside the two that are always there', () => {
    const ways = waysOf(types.get('options'), doc.nodes.get('ask')!.data, (exit) => exit.label.en)
    expect(ways.map((way) => way.label)).toEqual(['One', 'Two', 'Anything else', 'No answer in time'])
  })

  it('of the older form are read', () => {
    expect(itemsOf({ options: ['Yes', 'No'] }, 'options').map((item) => item.id)).toEqual(['opt-0', 'opt-1'])
  })

  it('get ids of their own in a new node', () => {
    const [one, two] = [freshData(types.get('options')!), freshData(types.get('options')!)]
    expect(itemsOf(one, 'options')[0]!.id).not.toBe(itemsOf(two, 'options')[0]!.id)
  })
})

describe('cables', () => {
  const doc = readDoc(menu)

  it('are refused with the reason', () => {
    expect(refusal(doc, types, 'ask', 'a', 'two')).toBe('taken')
    expect(refusal(doc, types, 'one', 'timeout', 'one')).toBe('itself')
    expect(refusal(doc, types, 'two', null, 'start')).toBe('entry')
    expect(refusal(doc, types, 'two', null, 'thanks')).toBeNull()
  })

  it('may be moved although their handle is taken by themselves', () => {
    expect(refusal(doc, types, 'ask', 'a', 'two', edgeAt(doc, 'ask', 'a')!.id)).toBeNull()
  })

  it('close again around a node that is taken out', () => {
    const after = apply(doc, remove(doc, new Set(['one']), new Set()))
    expect(edgeAt(after, 'ask', 'a')?.target).toBe('thanks')
  })

  it('open for a node that is dropped on them', () => {
    const [added, changes] = addNode(doc, types.get('message')!, { x: 0, y: 0 })
    let after = apply(doc, changes)
    after = apply(after, insert(after, types, added, edgeAt(doc, 'ask', 'a')!.id))
    expect(edgeAt(after, 'ask', 'a')?.target).toBe(added.id)
    expect(edgeAt(after, added.id, null)?.target).toBe('one')
  })
})

describe('a paste', () => {
  it('has new ids, the cables inside, and none to the outside', () => {
    const doc = readDoc(menu)
    const piece = readPiece(copy(doc, new Set(['ask', 'one'])))!
    const [ids, changes] = paste(doc, piece, { x: 5, y: 6 }, types)
    const after = apply(doc, changes)
    expect(ids.size).toBe(2)
    expect([...ids].some((id) => doc.nodes.has(id))).toBe(false)
    expect(after.edges.size).toBe(doc.edges.size + 1)
    const [first] = ids
    expect(after.nodes.get(first!)?.position).toEqual({ x: 5, y: 6 })
  })

  it('into another flow carries jumps along', () => {
    const from = readDoc({ nodes: [node('g', 'goto', { targetNodeId: 'm' }), node('m', 'message', { text: 'x' })], edges: [] })
    const empty = readDoc({ nodes: [], edges: [] })
    const [, changes] = paste(empty, readPiece(copy(from, new Set(['g', 'm'])))!, { x: 0, y: 0 }, types)
    const after = [...apply(empty, changes).nodes.values()]
    expect(after[0]!.data.targetNodeId).toBe(after[1]!.id)
  })

  it.each(['hello', '{"a":1}', '{"nodes":[{"id":1}]}', '{bad'])('of anything else is none: %s', (text) => {
    expect(readPiece(text)).toBeNull()
  })
})

describe('variables', () => {
  it('are those that a way to the node may have set', () => {
    const doc = readDoc(menu)
    expect(variablesAt(doc, types, 'thanks').map((each) => each.path)).toContain('name')
    expect(variablesAt(doc, types, 'two').map((each) => each.path)).not.toContain('name')
  })

  it('come over jumps and out of loops', () => {
    const doc = readDoc({
      nodes: [node('a', 'assign', { key: 'count' }), node('g', 'goto', { targetNodeId: 'm' }), node('m', 'message'), node('n', 'assign', { key: 'late' })],
      edges: [edge('a', 'g'), edge('m', 'n'), edge('n', 'm')],
    })
    expect(variablesAt(doc, types, 'm').filter((each) => each.from).map((each) => each.path)).toEqual(['late', 'count'])
  })
})

describe('the outline', () => {
  it('tells every node once, in reading order', () => {
    const lines = outline(readDoc(menu), types, (exit) => exit.label.en)
    expect(lines.filter((line) => !line.again).map((line) => line.node.id)).toEqual(['start', 'ask', 'one', 'thanks', 'two'])
    expect(lines.map((line) => line.depth)).toEqual([0, 0, 1, 1, 1])
  })

  it('ends although the flow runs in a circle', () => {
    const lines = outline(readDoc({ nodes: [node('a', 'message'), node('b', 'message')], edges: [edge('a', 'b'), edge('b', 'a')] }), types, () => '')
    expect(lines.map((line) => [line.node.id, line.again])).toEqual([['a', false], ['b', false], ['a', true]])
  })
})

describe('searching', () => {
  it.each([['peticion', 'Petición HTTP'], ['http pet', 'Petición HTTP'], ['', 'anything']])('finds %s in %s', (query, text) => expect(fits(query, text)).toBe(true))
  it('does not find the middle of a word', () => expect(fits('cion', 'Petición')).toBe(false))
})

describe('limits', () => {
  const long = readDoc({ nodes: [node('o', 'options', { text: 'x', options: [{ id: 'a', label: 'Hablar con alguien ya mismo' }] })], edges: [] })

  it('are told at once, and mended by the button', () => {
    const issues = overlong(long, types, (_, __, has, most) => `${has} of ${most}`)
    expect(issues.map((issue) => issue.text)).toEqual(['27 of 20'])
    const fixed = apply(long, fixFor(long, types, issues[0]!)!.changes)
    expect(overlong(fixed, types, () => '')).toEqual([])
  })

  it('of a list are wider than those of buttons', () => {
    const options = ['1', '2', '3', 'x'.repeat(22)].map((label, i) => ({ id: `${i}`, label }))
    expect(overlong(readDoc({ nodes: [node('o', 'options', { text: 'x', options })], edges: [] }), types, () => '')).toEqual([])
  })
})

describe('a comparison', () => {
  const before = readDoc(menu)

  it('does not count where nodes stand', () => {
    expect(isEmpty(compare(before, apply(before, moveNodes(before, new Map([['ask', { x: 9, y: 9 }]])))))).toBe(true)
  })

  it('tells what was added, taken away and changed', () => {
    let after = apply(before, setData(before, 'ask', { text: 'Well?' }, types))
    after = apply(after, remove(after, new Set(['two']), new Set()))
    after = apply(after, addNode(after, types.get('end')!, { x: 0, y: 0 })[1])
    const diff = compare(before, after)
    expect([...diff.nodes.values()].sort()).toEqual(['added', 'changed', 'removed'])
    expect(diff.fields.get('ask')).toEqual([{ field: 'text', before: 'What?', after: 'Well?' }])
  })
})
