import { useReactFlow } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { lettersOn, type Shortcut, useShortcuts } from '~/app/keys/board'
import { placeAfter } from '../model/edits'
import { useCommands } from './commands'
import { groupIn } from './drawing'
import { goTo } from './Issues'
import { type Editor, useEditor } from './store'
import { useFlowWords } from '../words'

export interface EditorKeys {
  find: () => void
  outline: () => void
  traffic: () => void
  /** Whether the canvas is on screen. */
  canvas: boolean
}

const inField = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
const onControl = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('button, a, summary, [role=option], [role=menuitem]')
const inDialog = () => document.querySelector('dialog[open], [role=menu]') !== null

/** The keys of the editor. Letters count only outside of fields. */
export function useEditorKeys(keys: EditorKeys) {
  const editor = useEditor()
  const commands = useCommands()
  const flow = useReactFlow()
  const words = useFlowWords()
  useShortcuts(
    words.keys.title,
    useMemo((): Shortcut[] => words.keys.rows.map(([key, say]) => ({ keys: key, say })), [words]),
  )

  useEffect(() => {
    let issue = -1
    const walk = (by: number) => {
      const { issues } = editor.snapshot()
      if (issues.length === 0) return
      issue = (((issue + by) % issues.length) + issues.length) % issues.length
      goTo(editor, commands.reveal, issues[issue]!)
    }
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || inDialog()) return
      const ctrl = event.ctrlKey || event.metaKey
      const key = event.key.toLowerCase()
      const take = (act: () => void) => {
        event.preventDefault()
        act()
      }
      const field = inField(event.target)
      if (event.key === 'F8') return take(() => walk(event.shiftKey ? -1 : 1))
      if (ctrl && key === 's') return take(() => void editor.saveNow())
      if (ctrl && key === 'enter') return take(() => editor.toggle('try'))
      if (ctrl && event.shiftKey && key === 'p') return take(commands.publish)
      if (ctrl && key === 'f') return take(keys.find)
      if (ctrl && key === 'z' && !(field && (event.target as HTMLElement).closest('[data-own-undo]'))) return take(event.shiftKey ? editor.redo : editor.undo)
      if (ctrl && key === 'y') return take(editor.redo)
      if (ctrl && event.shiftKey && key === 'l') return take(commands.tidy)
      if (field) return
      if (ctrl && key === 'd') return take(editor.duplicate)
      if (ctrl && key === 'a' && keys.canvas) return take(() => editor.select(editor.doc.nodes.keys()))
      if (ctrl || event.altKey || (event.key.length === 1 && !lettersOn())) return
      const { selection } = editor.snapshot()
      const [only] = selection
      switch (event.key) {
        case 'Delete':
        case 'Backspace':
          return take(editor.removeSelected)
        case 'Enter': {
          if (onControl(event.target)) return
          const focused = (event.target as HTMLElement).closest?.<HTMLElement>('.react-flow__node')?.dataset.id ?? (selection.size === 1 ? only : undefined)
          const group = focused === undefined ? null : groupIn(focused)
          if (group !== null) take(() => editor.fold(group, false))
          else if (focused) take(() => editFirst(editor, focused))
          return
        }
        case 'Escape':
          return editor.snapshot().editing ? editor.edit(null) : editor.select([])
        case '/':
          return take(() => document.getElementById('find-step')?.focus())
        case '1':
          return void (keys.canvas && flow.fitView({ maxZoom: 1, padding: 0.18, duration: 160 }))
        case '2':
          return void (keys.canvas && selection.size > 0 && flow.fitView({ nodes: [...selection].map((id) => ({ id })), maxZoom: 1.2, padding: 0.3, duration: 160 }))
        case 'g':
          return take(() => gatherOrFold(editor))
        case 'i':
          return editor.toggle('settings')
        case 'o':
          return keys.outline()
        case 't':
          return keys.traffic()
        case 'c':
          return commands.connect()
      }
    }
    // before the canvas hears of it, which would move the step
    const along = (event: KeyboardEvent) => {
      if (!event.altKey || !keys.canvas || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || inDialog() || inField(event.target)) return
      event.preventDefault()
      event.stopPropagation()
      follow(editor, event.key === 'ArrowDown', commands.reveal)
    }
    addEventListener('keydown', press)
    addEventListener('keydown', along, true)
    return () => {
      removeEventListener('keydown', press)
      removeEventListener('keydown', along, true)
    }
  }, [editor, commands, flow, keys])

  useEffect(() => {
    const copies = (event: ClipboardEvent) => {
      if (inField(event.target) || inDialog() || !event.clipboardData || String(getSelection() ?? '') !== '') return
      const text = editor.copyText()
      if (text === null) return
      event.preventDefault()
      event.clipboardData.setData('text/plain', text)
      const { size } = editor.snapshot().selection
      if (event.type === 'cut') editor.removeSelected()
      else editor.notify({ kind: 'copied', count: size })
    }
    const pastes = (event: ClipboardEvent) => {
      if (inField(event.target) || inDialog() || !event.clipboardData) return
      const [only] = editor.snapshot().selection
      const middle = flow.screenToFlowPosition({ x: innerWidth / 2, y: innerHeight / 2 })
      const at = keys.canvas ? { x: middle.x - 130, y: middle.y - 60 } : placeAfter(editor.doc, only ?? null)
      if (editor.pasteText(event.clipboardData.getData('text/plain'), at)) event.preventDefault()
    }
    document.addEventListener('copy', copies)
    document.addEventListener('cut', copies)
    document.addEventListener('paste', pastes)
    return () => {
      document.removeEventListener('copy', copies)
      document.removeEventListener('cut', copies)
      document.removeEventListener('paste', pastes)
    }
  }, [editor, flow, keys.canvas])
}

/** What is selected becomes a group; a group that is selected folds or opens. */
function gatherOrFold(editor: Editor) {
  const group = editor.selectedGroup
  if (group && group.nodes.every((id) => editor.snapshot().selection.has(id))) editor.fold(group.id, !group.folded)
  else if (editor.snapshot().selection.size > 1) editor.group('')
}

/** Along the first cable: onward, or back to where one comes from. */
function follow(editor: Editor, onward: boolean, reveal: (id: string) => void) {
  const [only] = editor.snapshot().selection
  const edges = [...editor.doc.edges.values()]
  const next = only === undefined ? [...editor.doc.nodes.keys()][0] : onward ? edges.find((edge) => edge.source === only)?.target : edges.find((edge) => edge.target === only)?.source
  if (next === undefined) return
  editor.select([next])
  reveal(next)
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next)}"]`)?.focus({ preventScroll: true })
}

/** The first words of a step, else its settings. */
function editFirst(editor: Editor, id: string) {
  const node = editor.doc.nodes.get(id)
  const field = node && editor.types.get(node.type)?.fields.find((each) => each.onNode && (each.kind === 'longTemplate' || each.kind === 'longText'))
  editor.select([id])
  if (field) editor.edit({ node: id, field: field.name })
  else editor.open('settings')
}
