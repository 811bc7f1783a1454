import { useCallback } from 'react'
import { itemsOf, waysOf } from '../model/nodeTypes'
import type { Exit, FlowNode, Issue, NodeType, Wording } from '../types'
import { spanOf, useFlowWords, useSay } from '../words'
import { useEditor } from './store'

/** What a node is called: the name that people gave it, else what its type is called. */
export const nameFor = (node: FlowNode, type: NodeType | undefined, say: (wording: Wording) => string) =>
  givenName(node, type) || (type ? say(type.label) : node.type)

/** Where a node's own name stands: types with a field of that name keep theirs in the other one. */
export const nameKey = (type: NodeType | undefined) => (type?.fields.some((field) => field.name === 'name') ? 'label' : 'name')

export const givenName = (node: FlowNode, type: NodeType | undefined) =>
  String((nameKey(type) === 'name' ? (node.data.name ?? node.data.label) : node.data.label) ?? '').trim()

/** What a node is called, by its id. Where several are called the same, the beginning of their words tells them apart. */
export function useNameOf() {
  const editor = useEditor()
  const say = useSay()
  return useCallback(
    (id: string) => {
      const node = editor.doc.nodes.get(id)
      return node ? nameFor(node, editor.types.get(node.type), say) : id
    },
    [editor, say],
  )
}

/** A line that tells a step from its likes, for choosing among all. */
export function useLineOf() {
  const nameOf = useNameOf()
  const editor = useEditor()
  return (id: string) => {
    const node = editor.doc.nodes.get(id)
    const words = node ? hintOf(node) : ''
    return words ? `${nameOf(id)} · ${words}` : nameOf(id)
  }
}

export function hintOf(node: FlowNode): string {
  const { text, message, body, keywords, url, key } = node.data
  const words = [text, message, url, body, Array.isArray(keywords) ? keywords.join(', ') : undefined, key].find((each) => typeof each === 'string' && each.trim() !== '')
  const line = typeof words === 'string' ? words.replaceAll(/\s+/g, ' ') : ''
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}

/** An issue in the words of the screen: the server names steps and ways by their ids. */
export function useTell() {
  const editor = useEditor()
  const nameOf = useNameOf()
  const sayExit = useSayExit()
  return (issue: Issue) => {
    const node = issue.elementId === null ? undefined : editor.doc.nodes.get(issue.elementId)
    const ways = node ? waysOf(editor.types.get(node.type), node.data, sayExit(node)) : []
    return issue.text.replaceAll(/“([^”]+)”/g, (whole, id: string) => {
      if (editor.doc.nodes.has(id)) return `“${nameOf(id)}”`
      const way = ways.find((each) => each.handle === id)
      return way ? `“${way.label}”` : whole
    })
  }
}

/** How the way out of a node is called; the one for silence says after how long. */
export function useSayExit() {
  const words = useFlowWords()
  const say = useSay()
  return (node: FlowNode) => (exit: Exit) => {
    const seconds = Number(node.data.timeoutSeconds)
    return exit.handle === 'timeout' && seconds > 0 ? words.node.noAnswerIn(spanOf(words, seconds)) : say(exit.label)
  }
}

/** Everything in a node that people may search for. */
export const textsOf = (node: FlowNode): string =>
  [node.data.name, ...Object.values(node.data)]
    .flatMap((value) => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.map((each) => (typeof each === 'object' && each ? Object.values(each).join(' ') : String(each))) : []))
    .concat(itemsOf(node.data, 'options').map((item) => item.label))
    .join(' ')
