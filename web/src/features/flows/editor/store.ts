import { createContext, useContext, useRef, useSyncExternalStore } from 'react'
import type { Editor } from './Editor'
import type { EditorState } from './state'

export { Editor } from './Editor'
export type { Editing, EditorState, Notice, Other, Panel, Trail } from './state'

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('No flow is open here')
  return editor
}

/** A part of the open flow. The part must keep its identity when unchanged, or be the same by `same`. */
export function useFlow<T>(select: (state: EditorState) => T, same?: (a: T, b: T) => boolean): T {
  const editor = useEditor()
  const last = useRef<{ value: T } | null>(null)
  return useSyncExternalStore(editor.subscribe, () => {
    const value = select(editor.snapshot())
    if (last.current && same?.(last.current.value, value)) return last.current.value
    last.current = { value }
    return value
  })
}
