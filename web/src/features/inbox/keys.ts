import type { DeskAct } from './desk/DeskProvider'

/** What a key does in the inbox. */
export type InboxAct =
  | 'next'
  | 'previous'
  | 'reply'
  | 'note'
  | 'template'
  | 'resolveNext'
  | 'select'
  | 'selectRange'
  | 'search'
  | 'leave'
  | Extract<DeskAct, 'assign' | 'toMe' | 'resolve' | 'snooze' | 'labels' | 'handBack' | 'unread'>

export interface InboxKey {
  act: InboxAct
  /** As `KeyboardEvent.key` tells it; letters are small, `shift` says the rest. */
  key: string
  shift?: boolean
  /** A single letter: off when somebody has switched those off (WCAG 2.1.4). */
  letter?: boolean
  /** Held with Alt: of the set that is switched on in the shortcut sheet. */
  alt?: boolean
}

/** The one table of the inbox's keys: what listens to them, menus and the shortcut sheet read it. */
export const inboxKeys: readonly InboxKey[] = [
  { act: 'next', key: 'j', letter: true },
  { act: 'next', key: 'ArrowDown' },
  { act: 'previous', key: 'k', letter: true },
  { act: 'previous', key: 'ArrowUp' },
  { act: 'reply', key: 'Enter' },
  { act: 'note', key: 'n', letter: true },
  { act: 'template', key: 't', letter: true },
  { act: 'resolve', key: 'e', letter: true },
  { act: 'resolveNext', key: 'e', shift: true, letter: true },
  { act: 'snooze', key: 's', letter: true },
  { act: 'assign', key: 'a', letter: true },
  { act: 'toMe', key: 'a', shift: true, letter: true },
  { act: 'labels', key: 'l', letter: true },
  { act: 'handBack', key: 'h', letter: true },
  { act: 'unread', key: 'u', letter: true },
  { act: 'select', key: 'x', letter: true },
  { act: 'selectRange', key: 'x', shift: true, letter: true },
  { act: 'search', key: '/', letter: true },
  { act: 'leave', key: 'Escape' },
]

/** What those who come from Chatwoot have in their fingers. */
export const altKeys: readonly InboxKey[] = [
  { act: 'next', key: 'j', alt: true },
  { act: 'previous', key: 'k', alt: true },
  { act: 'reply', key: 'l', alt: true },
  { act: 'note', key: 'p', alt: true },
  { act: 'resolve', key: 'e', alt: true },
  { act: 'resolveNext', key: 'e', shift: true, alt: true },
  { act: 'snooze', key: 'm', alt: true },
]

/** What a key held with Alt means. Told by its place: with Alt, a Mac makes other letters of it. */
export function altActOf(event: Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): InboxAct | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null
  return altKeys.find((each) => event.code === `Key${each.key.toUpperCase()}` && (each.shift === true) === event.shiftKey)?.act ?? null
}

/** What a pressed key means here, or nothing. */
export function actOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>, letters: boolean): InboxAct | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const found = inboxKeys.find((each) => each.key === pressed && (each.shift === true) === (event.shiftKey && pressed !== '/'))
  return found && (letters || !found.letter) ? found.act : null
}

/** The key of an act as it is written in menus. */
export function keyText(act: string): string | undefined {
  const found = inboxKeys.find((each) => each.act === act)
  return found && `${found.shift ? '⇧' : ''}${found.key.length === 1 ? found.key.toUpperCase() : found.key}`
}

const written: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }

/** All of them for a sheet: how each is written, and what it does; the second key of an act is `also`. */
export const keySheet = (say: Record<InboxAct, string>, alts = false) =>
  [...inboxKeys, ...(alts ? altKeys : [])].map(({ act, key, shift, alt }, at) => ({
    keys: `${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key.length === 1 ? key.toUpperCase() : (written[key] ?? key)}`,
    say: say[act],
    also: !alt && inboxKeys.findIndex((each) => each.act === act) < at,
  }))
