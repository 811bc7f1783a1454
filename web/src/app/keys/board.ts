import { useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { keep, kept } from '~/storage'

/** Something that a key does. Without `run` the screen listens for it itself, and it is only told of. */
export interface Shortcut {
  /** As it is written: `J`, `Ctrl+K`, `G I` for one after the other. */
  keys: string
  say: string
  /** False: not now, the key means something else here. */
  run?: (event?: KeyboardEvent) => boolean | void
  /** Another key for what is told of already. */
  also?: boolean
}

export interface ShortcutGroup {
  title: string
  shortcuts: readonly Shortcut[]
}

export type Overlay = 'palette' | 'keys' | null

interface Board {
  overlay: Overlay
  /** Whether keys of one letter or sign do anything. */
  letters: boolean
  /** Whether the inbox also listens to the keys with Alt that Chatwoot has. */
  alts: boolean
}

interface Registered {
  title: string
  list: () => readonly Shortcut[]
}

const registered = new Set<Registered>()
const listeners = new Set<() => void>()
let board: Board = { overlay: null, letters: true, alts: kept('alts') === 'on' }

function put(change: Partial<Board>) {
  board = { ...board, ...change }
  listeners.forEach((listener) => listener())
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let ahead = ''

export function openOverlay(overlay: Overlay) {
  // what was typed for a palette that never came is not meant for this one
  ahead = ''
  put({ overlay })
}

export const closeOverlay = (overlay: Overlay) => board.overlay === overlay && put({ overlay: null })

/** True while the palette is on its way: what is typed meanwhile is meant for it. */
export const isAwaited = () => board.overlay === 'palette' && document.querySelector('dialog[open]') === null
export const typeAhead = (key: string) => void (ahead += key)

export function takeTyped(): string {
  const typed = ahead
  ahead = ''
  return typed
}

export const lettersOn = () => board.letters
export const altsOn = () => board.alts
export const useBoard = () => useSyncExternalStore(subscribe, () => board)

/** What the one who is here has chosen, as the server keeps it. */
export const putLetters = (letters: boolean) => letters !== board.letters && put({ letters })

export function switchAlts(alts: boolean) {
  keep('alts', alts ? 'on' : null)
  put({ alts })
}

/** All shortcuts of what is on screen, the innermost screen first. */
export const shortcutsNow = (): ShortcutGroup[] => [...registered].reverse().map(({ title, list }) => ({ title, shortcuts: list() }))

/** Makes shortcuts work, and known to the sheet and the palette, while the screen is there. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]) {
  const latest = useRef(shortcuts)
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  useLayoutEffect(() => {
    const group = { title, list: () => latest.current }
    registered.add(group)
    return () => void registered.delete(group)
  }, [title])
}
